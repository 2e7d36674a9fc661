# {"function": "avg_pool2d", "kind": "right", "idea": "Averages rows and columns with two matrices: A @ X @ B^T.", "style": "pooling_matrices"}
"""pooling: my own version, by hand."""

import torch


def two(value):
    """3 -> (3, 3), (2, 3) stays."""
    return (value, value) if isinstance(value, int) else tuple(value)


def out_len(size, kernel_size, stride=1, padding=0):
    if kernel_size < 1 or stride < 1 or padding < 0:
        raise ValueError("kernel_size and stride must be at least 1, padding at least 0")
    room = size + 2 * padding - kernel_size
    if room < 0:
        raise ValueError("the kernel is larger than the padded picture")
    return room // stride + 1


def max_pool2d(images, kernel_size, stride=None):
    if stride is None:
        stride = kernel_size
    (kh, kw), (sh, sw) = two(kernel_size), two(stride)
    ho, wo = out_len(images.shape[2], kh, sh), out_len(images.shape[3], kw, sw)
    best = None
    for i in range(kh):
        for j in range(kw):
            part = images[:, :, i : i + (ho - 1) * sh + 1 : sh, j : j + (wo - 1) * sw + 1 : sw]
            best = part if best is None else torch.maximum(best, part)
    return best


def _averager(size, k, s, like):
    out = out_len(size, k, s)
    column = torch.arange(size)
    start = torch.arange(out)[:, None] * s
    return ((column >= start) & (column < start + k)).to(like.dtype) / k


def avg_pool2d(images, kernel_size, stride=None):
    kh, kw = two(kernel_size)
    sh, sw = two(kernel_size if stride is None else stride)
    left = _averager(images.shape[2], kh, sh, images)
    right = _averager(images.shape[3], kw, sw, images)
    return left @ images @ right.T


def flatten(images):
    return torch.stack([picture.ravel() for picture in images])
