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

def max_pool2d(images, kernel_size, stride=None):
    kh, kw = pair(kernel_size)
    sh, sw = pair(kernel_size if stride is None else stride)
    N, C, H, W = images.shape
    ok(H, W, kh, kw, sh, sw)
    rows = []
    for top in range(0, H - kh + 1, sh):
        cells = []
        for left in range(0, W - kw + 1, sw):
            best = torch.full((N, C), float("-inf"), dtype=images.dtype)
            for a in range(kh):
                for b in range(kw):
                    v = images[:, :, top + a, left + b]
                    best = torch.where(v > best, v, best)
            cells.append(best)
        rows.append(torch.stack(cells, -1))
    return torch.stack(rows, -2)

def avg_pool2d(images, kernel_size, stride=None):
    kh, kw = pair(kernel_size)
    sh, sw = pair(kernel_size if stride is None else stride)
    N, C, H, W = images.shape
    ok(H, W, kh, kw, sh, sw)
    rows = []
    for top in range(0, H - kh + 1, sh):
        cells = []
        for left in range(0, W - kw + 1, sw):
            s = 0
            for a in range(kh):
                for b in range(kw):
                    s = s + images[:, :, top + a, left + b]
            cells.append(s / (kh * kw))
        rows.append(torch.stack(cells, -1))
    return torch.stack(rows, -2)

def flatten(images):
    out = []
    for img in images:
        out.append(img.flatten())
    return torch.stack(out)
