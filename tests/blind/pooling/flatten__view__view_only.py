# {"function": "flatten", "kind": "single", "idea": "uses view, which crashes on a tensor that is not contiguous", "style": "view"}
import torch


def pair(n):
    if type(n) == int:
        n = (n, n)
    return n


def check(images, kernel_size, stride, padding=0):
    kh, kw = pair(kernel_size)
    sh, sw = pair(stride)
    ph, pw = pair(padding)
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
    check(images, kernel_size, stride)
    kh, kw = pair(kernel_size)
    sh, sw = pair(stride)
    windows = images.unfold(2, kh, sh).unfold(3, kw, sw)
    n, c, oh, ow = windows.shape[:4]
    return windows.reshape(n, c, oh, ow, kh * kw).max(-1)[0]


def avg_pool2d(images, kernel_size, stride=None):
    stride = kernel_size if stride is None else stride
    check(images, kernel_size, stride)
    (kh, kw), (sh, sw) = pair(kernel_size), pair(stride)
    return images.unfold(2, kh, sh).unfold(3, kw, sw).mean((-2, -1))


def flatten(images):
    return images.view(images.shape[0], -1)
