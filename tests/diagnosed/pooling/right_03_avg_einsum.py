# right in all its numbers
# mistakes:
import numpy as np
import torch
import torch.nn.functional as F

def pair(v):
    return (v, v) if isinstance(v, int) else (v[0], v[1])

def ok(h, w, kh, kw, sh, sw):
    if min(kh, kw, sh, sw) < 1 or kh > h or kw > w:
        raise ValueError("no window fits")

def _w(images, kernel_size, stride):
    k = pair(kernel_size)
    s = k if stride is None else pair(stride)
    ok(images.shape[2], images.shape[3], k[0], k[1], s[0], s[1])
    return images.unfold(2, k[0], s[0]).unfold(3, k[1], s[1])

def max_pool2d(images, kernel_size, stride=None):
    w = _w(images, kernel_size, stride)
    return w.reshape(*w.shape[:4], -1).max(-1).values

def avg_pool2d(images, kernel_size, stride=None):
    a = _w(images, kernel_size, stride)
    return torch.einsum("nchwij->nchw", a) / (a.shape[4] * a.shape[5])

def flatten(images):
    N, C, H, W = images.shape
    return images.contiguous().view(N, C * H * W)
