# {"function": "max_pool2d", "kind": "single", "idea": "Without a stride the window moves by one pixel instead of by the kernel size.", "style": "unfold-views"}
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
    step = (1, 1) if stride is None else _pair(stride)
    _check(images, kernel, step)
    windows = images.unfold(2, kernel[0], step[0]).unfold(3, kernel[1], step[1])
    return windows.flatten(-2).max(dim=-1).values


def avg_pool2d(images, kernel_size, stride=None):
    kernel = _pair(kernel_size)
    step = kernel if stride is None else _pair(stride)
    _check(images, kernel, step)
    windows = images.unfold(2, kernel[0], step[0]).unfold(3, kernel[1], step[1])
    return windows.mean(dim=(-2, -1))


def flatten(images):
    return images.reshape(images.shape[0], -1)
