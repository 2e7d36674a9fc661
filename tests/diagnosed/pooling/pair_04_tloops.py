# max_pool2d: index instead of value; flatten: channels last order
# mistakes: max_pool_gives_places flatten_puts_the_channels_last
import numpy as np
import torch
import torch.nn.functional as F

def pair(v):
    return (v, v) if isinstance(v, int) else (v[0], v[1])

def ok(h, w, kh, kw, sh, sw):
    if min(kh, kw, sh, sw) < 1 or kh > h or kw > w:
        raise ValueError("no window fits")

def max_pool2d(images, kernel_size, stride=None):
    kh, kw = pair(kernel_size)
    sh, sw = pair(stride) if stride is not None else (kh, kw)
    n, c, h, w = images.shape
    ok(h, w, kh, kw, sh, sw)
    out_h = (h - kh) // sh + 1
    out_w = (w - kw) // sw + 1
    out = torch.zeros((n, c, out_h, out_w), dtype=images.dtype)
    for i in range(out_h):
        for j in range(out_w):
            tile = images[:, :, i * sh:i * sh + kh, j * sw:j * sw + kw]
            out[:, :, i, j] = tile.reshape(n, c, -1).max(dim=2)[1]
    return out

def avg_pool2d(images, kernel_size, stride=None):
    kh, kw = pair(kernel_size)
    sh, sw = pair(stride) if stride is not None else (kh, kw)
    n, c, h, w = images.shape
    ok(h, w, kh, kw, sh, sw)
    out_h = (h - kh) // sh + 1
    out_w = (w - kw) // sw + 1
    result = torch.zeros((n, c, out_h, out_w), dtype=images.dtype)
    for i in range(out_h):
        for j in range(out_w):
            block = images[:, :, i * sh:i * sh + kh, j * sw:j * sw + kw]
            result[:, :, i, j] = block.sum(dim=(2, 3)) / (kh * kw)
    return result

def flatten(images):
    return images.permute(0, 2, 3, 1).reshape(images.shape[0], -1)
