# {"function": "max_pool2d", "kind": "single", "idea": "Cuts the picture into blocks by reshape without cutting off the rest first: it crashes when the sides are not multiples of the kernel.", "style": "reshape_trick"}
"""Handed in for the course on neural networks."""

import torch


def max_pool2d(images, kernel_size, stride=None):
    pair = lambda v: (v, v) if isinstance(v, int) else tuple(v)
    kh, kw = pair(kernel_size)
    sh, sw = pair(stride) if stride is not None else (kh, kw)
    if min(kh, kw, sh, sw) < 1:
        raise ValueError("bad kernel or stride")
    n, c, h, w = images.shape
    if kh > h or kw > w:
        raise ValueError("kernel too large")
    if (sh, sw) == (kh, kw):
        # fast way: every block gets its own axes
        blocks = images.reshape(n, c, h // kh, kh, w // kw, kw)
        return blocks.amax(dim=(3, 5))
    return images.unfold(2, kh, sh).unfold(3, kw, sw).amax(dim=(4, 5))


def avg_pool2d(images, kernel_size, stride=None):
    k = kernel_size if isinstance(kernel_size, tuple) else (kernel_size, kernel_size)
    s = k if stride is None else stride if isinstance(stride, tuple) else (stride, stride)
    if min(k) < 1 or min(s) < 1:
        raise ValueError("kernel and stride must be 1 or more")
    n_rows = (images.size(2) - k[0]) // s[0] + 1
    n_cols = (images.size(3) - k[1]) // s[1] + 1
    if images.size(2) < k[0] or images.size(3) < k[1]:
        raise ValueError("kernel larger than the picture")
    total = 0
    for dy in range(k[0]):
        for dx in range(k[1]):
            total = total + images[:, :, dy:dy + (n_rows - 1) * s[0] + 1:s[0], dx:dx + (n_cols - 1) * s[1] + 1:s[1]]
    return total / (k[0] * k[1])


def flatten(images: torch.Tensor) -> torch.Tensor:
    n, c, h, w = images.shape
    return images.contiguous().view(n, c * h * w)
