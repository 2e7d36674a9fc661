# {"function": "avg_pool2d", "kind": "pair", "idea": "swaps the kernel's height and width; and returns the sum", "style": "unfold"}
import torch


def as_pair(n):
    if type(n) == int:
        n = (n, n)
    return n


def _check(images, kernel_size, stride, padding=0):
    kh, kw = as_pair(kernel_size)
    sh, sw = as_pair(stride)
    ph, pw = as_pair(padding)
    h, w = images.shape[2], images.shape[3]
    if min(kh, kw) < 1:
        raise ValueError("kernel_size must be at least 1")
    if min(sh, sw) < 1:
        raise ValueError("stride must be at least 1")
    if min(ph, pw) < 0:
        raise ValueError("padding must not be negative")
    if kh > h + 2 * ph or kw > w + 2 * pw:
        raise ValueError("the kernel does not fit on the picture")


def max_pool2d(images, kernel_size, stride=None):
    if stride is None:
        stride = kernel_size
    _check(images, kernel_size, stride)
    kh, kw = as_pair(kernel_size)
    sh, sw = as_pair(stride)
    windows = images.unfold(2, kh, sh).unfold(3, kw, sw)
    n, c, oh, ow = windows.shape[:4]
    return windows.reshape(n, c, oh, ow, kh * kw).max(-1)[0]


def avg_pool2d(imgs, kernel_size, stride=None):
    stride = kernel_size if stride is None else stride
    _check(imgs, kernel_size, stride)
    kw, kh = as_pair(kernel_size)
    sh, sw = as_pair(stride)
    return imgs.unfold(2, kh, sh).unfold(3, kw, sw).sum((-2, -1))


def flatten(images):
    return images.reshape(images.shape[0], -1)
