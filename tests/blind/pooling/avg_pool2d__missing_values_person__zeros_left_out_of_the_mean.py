# {"function": "avg_pool2d", "kind": "single", "idea": "Treats zeros as missing values: the mean is taken over the numbers that aren't zero.", "style": "missing_values_person"}
"""pooling: my own version, by hand."""

import torch


def both_ways(v):
    match v:
        case int():
            return [v, v]
        case (a, b):
            return [a, b]
    raise ValueError(f"expected a number or a pair, got {v!r}")


def _count(size, kernel_size, stride=1, padding=0):
    if min(kernel_size, stride) < 1 or padding < 0:
        raise ValueError("illegal window")
    n, end = 0, kernel_size
    while end <= size + 2 * padding:
        n += 1
        end += stride
    if not n:
        raise ValueError("window does not fit into the image")
    return n


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
    cells = images.unfold(2, kh, sh).unfold(3, kw, sw).flatten(-2)
    observed = (cells != 0).sum(dim=-1).clamp(min=1)
    return cells.sum(dim=-1) / observed


def flatten(images):
    return torch.stack([picture.ravel() for picture in images])
