# {"function": "flatten", "kind": "right", "idea": "Computes for each place of the row which channel, row and column it comes from, and gathers.", "style": "explicit_positions"}
# pooling.py

import torch
from torch.nn.modules.utils import _pair


def how_many(size, kernel_size, stride=1, padding=0):
    problems = []
    if kernel_size < 1:
        problems.append("kernel_size < 1")
    if stride < 1:
        problems.append("stride < 1")
    if padding < 0:
        problems.append("padding < 0")
    if kernel_size > size + 2 * padding:
        problems.append("kernel_size > size + 2 * padding")
    if problems:
        raise ValueError(", ".join(problems))
    return (size + 2 * padding - kernel_size) // stride + 1


def max_pool2d(images, kernel_size, stride=None):
    if stride is None:
        stride = kernel_size
    (kh, kw), (sh, sw) = _pair(kernel_size), _pair(stride)
    ho, wo = how_many(images.shape[2], kh, sh), how_many(images.shape[3], kw, sw)
    best = None
    for i in range(kh):
        for j in range(kw):
            part = images[:, :, i : i + (ho - 1) * sh + 1 : sh, j : j + (wo - 1) * sw + 1 : sw]
            best = part if best is None else torch.maximum(best, part)
    return best


def avg_pool2d(images, kernel_size, stride=None):
    kh, kw = _pair(kernel_size)
    sh, sw = (kh, kw) if stride is None else _pair(stride)
    n, c, h, w = images.shape
    ho, wo = how_many(h, kh, sh), how_many(w, kw, sw)
    out = images.new_empty(n, c, ho, wo)
    for i in range(ho):
        for j in range(wo):
            out[:, :, i, j] = images[:, :, i * sh : i * sh + kh, j * sw : j * sw + kw].mean(dim=(2, 3))
    return out


def flatten(images):
    n, c, h, w = images.shape
    place = torch.arange(c * h * w)
    channel = place // (h * w)
    row = place // w % h
    column = place % w
    return images[:, channel, row, column]
