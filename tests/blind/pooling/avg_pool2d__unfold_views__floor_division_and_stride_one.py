# {"function": "avg_pool2d", "kind": "pair", "idea": "Divides with //, so averages are rounded down, and the default stride is 1.", "style": "unfold-views"}
import torch


def _pair(v):
    return (v, v) if isinstance(v, int) else (v[0], v[1])


def _check(images, kernel, step):
    if min(kernel) < 1 or min(step) < 1:
        raise ValueError("kernel_size and stride must be at least 1")
    if kernel[0] > images.shape[2] or kernel[1] > images.shape[3]:
        raise ValueError("the window is larger than the image")


def max_pool2d(images, kernel_size, stride=None):
    kernel = _pair(kernel_size)
    step = kernel if stride is None else _pair(stride)
    _check(images, kernel, step)
    windows = images.unfold(2, kernel[0], step[0]).unfold(3, kernel[1], step[1])
    return windows.flatten(-2).max(dim=-1).values


def avg_pool2d(images, kernel_size, stride=1):
    kernel, step = _pair(kernel_size), _pair(stride)
    _check(images, kernel, step)
    windows = images.unfold(2, kernel[0], step[0]).unfold(3, kernel[1], step[1])
    return windows.sum(dim=(4, 5)) // (kernel[0] * kernel[1])


def flatten(images):
    return images.reshape(images.shape[0], -1)
