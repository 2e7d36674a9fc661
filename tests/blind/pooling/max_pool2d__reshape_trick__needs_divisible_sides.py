# {"function": "max_pool2d", "kind": "single", "idea": "Uses the reshape trick when the stride equals the kernel, which crashes when the sides are not multiples of the kernel.", "style": "reshape-trick"}
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
    kh, kw = kernel
    n, c, h, w = images.shape
    if step == kernel:
        # fast way: cut the picture into tiles
        tiles = images.reshape(n, c, h // kh, kh, w // kw, kw)
        return tiles.transpose(3, 4).flatten(4).max(dim=4).values
    windows = images.unfold(2, kh, step[0]).unfold(3, kw, step[1])
    return windows.flatten(-2).max(dim=-1).values


def avg_pool2d(images, kernel_size, stride=None):
    kernel = _pair(kernel_size)
    step = kernel if stride is None else _pair(stride)
    _check(images, kernel, step)
    windows = images.unfold(2, kernel[0], step[0]).unfold(3, kernel[1], step[1])
    return windows.mean(dim=(-2, -1))


def flatten(images):
    return images.reshape(images.shape[0], -1)
