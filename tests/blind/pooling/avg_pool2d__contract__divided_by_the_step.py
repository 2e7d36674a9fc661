# {"function": "avg_pool2d", "kind": "single", "idea": "Divides the sum by the area of the stride, right only while it is the kernel size.", "style": "contract"}
import torch


def _pair(v):
    return (v, v) if isinstance(v, int) else tuple(v)


def _arguments(images, kernel_size, stride):
    kernel = _pair(kernel_size)
    step = kernel if stride is None else _pair(stride)
    if min(kernel) < 1 or min(step) < 1:
        raise ValueError("kernel and stride must be at least 1")
    if kernel[0] > images.shape[2] or kernel[1] > images.shape[3]:
        raise ValueError("the kernel is larger than the picture")
    return kernel, step


def avg_pool2d(images, kernel_size, stride=None):
    k, s = _arguments(images, kernel_size, stride)
    sums = images.unfold(2, k[0], s[0]).sum(-1).unfold(3, k[1], s[1]).sum(-1)
    return sums / (s[0] * s[1])


def max_pool2d(images, kernel_size, stride=None):
    (kh, kw), (sh, sw) = _arguments(images, kernel_size, stride)
    windows = images.unfold(2, kh, sh).unfold(3, kw, sw)
    return windows.flatten(-2).max(dim=-1).values


def flatten(images):
    return images.reshape(images.shape[0], -1)
