# {"function": "max_pool2d", "kind": "right", "idea": "right: argmax of each window, then gather", "style": "gather"}
import torch


def _pair(n):
    if type(n) == int:
        n = (n, n)
    return n


def check_sizes(images, kernel_size, stride, padding=0):
    for size, k, s, p in zip(images.shape[-2:], _pair(kernel_size), _pair(stride), _pair(padding)):
        if k < 1 or s < 1 or p < 0:
            raise ValueError("kernel size and stride must be positive, padding not negative")
        if k > size + 2 * p:
            raise ValueError("kernel is larger than the image")


def max_pool2d(images, kernel_size, stride=None):
    if stride is None:
        stride = kernel_size
    check_sizes(images, kernel_size, stride)
    kh, kw = _pair(kernel_size)
    sh, sw = _pair(stride)
    win = images.unfold(2, kh, sh).unfold(3, kw, sw).flatten(-2)
    return win.gather(-1, win.argmax(dim=-1, keepdim=True)).squeeze(-1)


def avg_pool2d(images, kernel_size, stride=None):
    stride = kernel_size if stride is None else stride
    check_sizes(images, kernel_size, stride)
    (kh, kw), (sh, sw) = _pair(kernel_size), _pair(stride)
    return images.unfold(2, kh, sh).unfold(3, kw, sw).mean((-2, -1))


def flatten(images):
    return images.reshape(images.shape[0], -1)
