# {"function": "avg_pool2d", "kind": "single", "idea": "Divides with //, so that means are rounded down to whole numbers.", "style": "integer_division"}
"""Task: pooling."""

import torch


def both_ways(x):
    try:
        first, second = x
    except TypeError:
        first = second = x
    return first, second


def _count(size, kernel_size, stride=1, padding=0):
    if stride < 1:
        raise ValueError(f"stride {stride} does not move")
    if kernel_size < 1:
        raise ValueError(f"kernel_size {kernel_size} is empty")
    if padding < 0:
        raise ValueError("padding can't be negative")
    starts = range(0, size + 2 * padding - kernel_size + 1, stride)
    if len(starts) == 0:
        raise ValueError("no window fits")
    return len(starts)


def max_pool2d(images, kernel_size, stride=None):
    kh, kw = both_ways(kernel_size)
    sh, sw = (kh, kw) if stride is None else both_ways(stride)
    n, c, h, w = images.shape
    ho, wo = _count(h, kh, sh), _count(w, kw, sw)
    out = images.new_empty(n, c, ho, wo)
    for i in range(ho):
        for j in range(wo):
            patch = images[:, :, i * sh : i * sh + kh, j * sw : j * sw + kw]
            out[:, :, i, j] = patch.flatten(2).max(dim=2).values
    return out


def avg_pool2d(images, kernel_size, stride=None):
    kh, kw = both_ways(kernel_size)
    sh, sw = both_ways(kernel_size if stride is None else stride)
    _count(images.shape[2], kh, sh)
    _count(images.shape[3], kw, sw)
    count = kh * kw
    total = images.unfold(2, kh, sh).unfold(3, kw, sw).sum(-1).sum(-1)
    return total // count


def flatten(images):
    return images.reshape(images.shape[0], -1)
