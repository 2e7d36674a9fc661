# {"function": "avg_pool2d", "kind": "single", "idea": "Divides with //, so every mean is rounded down.", "style": "whole_number_person"}
"""Task 4: pooling."""
import torch


def _two(value):
    """5 -> (5, 5); (5, 6) stays."""
    if isinstance(value, (tuple, list)):
        return value[0], value[1]
    return value, value


def raise_if_impossible(height, width, k, s, p=(0, 0)):
    for side, kk, ss, pp in zip((height, width), k, s, p):
        if kk < 1:
            raise ValueError("kernel too small")
        if ss < 1:
            raise ValueError("stride too small")
        if pp < 0:
            raise ValueError("negative padding")
        if side + 2 * pp < kk:
            raise ValueError("the kernel is larger than the (padded) image")


def max_pool2d(images, kernel_size, stride=None):
    if stride is None:
        stride = kernel_size
    k, s = _two(kernel_size), _two(stride)
    raise_if_impossible(images.shape[2], images.shape[3], k, s)
    rows = []
    for y in range(0, images.shape[2] - k[0] + 1, s[0]):
        row = []
        for x in range(0, images.shape[3] - k[1] + 1, s[1]):
            best, _ = images[:, :, y:y + k[0], x:x + k[1]].flatten(2).max(2)
            row.append(best)
        rows.append(torch.stack(row, 2))
    return torch.stack(rows, 2)


def avg_pool2d(images, kernel_size, stride=None):
    kh, kw = _two(kernel_size)
    if stride is None: stride = kernel_size
    sh, sw = _two(stride)
    raise_if_impossible(images.shape[2], images.shape[3], (kh, kw), (sh, sw))
    pixels = kh * kw
    sums = images.unfold(2, kh, sh).unfold(3, kw, sw).sum(-1).sum(-1)
    return sums // pixels


def flatten(images: torch.Tensor) -> torch.Tensor:
    n, c, h, w = images.shape
    return images.contiguous().view(n, c * h * w)
