# {"function": "flatten", "kind": "single", "idea": "moves the channels to the end before flattening", "style": "permute"}
import torch


def as_pair(n):
    if type(n) == int:
        n = (n, n)
    return n


def check_sizes(images, kernel_size, stride, padding=0):
    for size, k, s, p in zip(images.shape[-2:], as_pair(kernel_size), as_pair(stride), as_pair(padding)):
        if k < 1 or s < 1 or p < 0:
            raise ValueError("kernel size and stride must be positive, padding not negative")
        if k > size + 2 * p:
            raise ValueError("kernel is larger than the image")


def max_pool2d(images, kernel_size, stride=None):
    stride = kernel_size if stride is None else stride
    check_sizes(images, kernel_size, stride)
    (kh, kw), (sh, sw) = as_pair(kernel_size), as_pair(stride)
    return images.unfold(2, kh, sh).unfold(3, kw, sw).flatten(-2).max(dim=-1).values


def avg_pool2d(images, kernel_size, stride=None):
    if stride is None:
        stride = kernel_size
    check_sizes(images, kernel_size, stride)
    kh, kw = as_pair(kernel_size)
    sh, sw = as_pair(stride)
    return images.unfold(2, kh, sh).unfold(3, kw, sw).sum(dim=(4, 5)) / (kh * kw)


def flatten(images):
    images = images.permute(0, 2, 3, 1)
    return images.reshape(images.size(0), -1)
