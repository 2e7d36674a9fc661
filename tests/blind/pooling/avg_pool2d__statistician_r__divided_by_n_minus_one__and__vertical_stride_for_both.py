# {"function": "avg_pool2d", "kind": "pair", "idea": "Divides by n - 1 as for a sample variance, and the vertical stride is used for both directions.", "style": "statistician_r"}
"""Task: pooling."""

import torch
from torch.nn.modules.utils import _pair as both_ways


def _count(size, kernel_size, stride=1, padding=0):
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
    sw = sh
    ho, wo = _count(images.shape[2], kh, sh), _count(images.shape[3], kw, sw)
    r = torch.arange(ho)[:, None] * sh + torch.arange(kh)
    c = torch.arange(wo)[:, None] * sw + torch.arange(kw)
    sample = images[:, :, r[:, None, :, None], c[None, :, None, :]]
    n = sample.shape[-1] * sample.shape[-2]
    return sample.sum(dim=(-1, -2)) / (n - 1)


def flatten(images):
    return images.reshape(images.shape[0], -1)
