# {"function": "avg_pool2d", "kind": "single", "idea": "takes the mean over the channels too, keeping the axis", "style": "unfold"}
import torch


def as_pair(n):
    if type(n) == int:
        n = (n, n)
    return n


def validate(images, kernel_size, stride, padding=0):
    for size, k, s, p in zip(images.shape[-2:], as_pair(kernel_size), as_pair(stride), as_pair(padding)):
        if k < 1 or s < 1 or p < 0:
            raise ValueError("kernel size and stride must be positive, padding not negative")
        if k > size + 2 * p:
            raise ValueError("kernel is larger than the image")


def max_pool2d(images, kernel_size, stride=None):
    stride = kernel_size if stride is None else stride
    validate(images, kernel_size, stride)
    (kh, kw), (sh, sw) = as_pair(kernel_size), as_pair(stride)
    return images.unfold(2, kh, sh).unfold(3, kw, sw).flatten(-2).max(dim=-1).values


def avg_pool2d(images, kernel_size, stride=None):
    stride = kernel_size if stride is None else stride
    validate(images, kernel_size, stride)
    (kh, kw), (sh, sw) = as_pair(kernel_size), as_pair(stride)
    win = images.unfold(2, kh, sh).unfold(3, kw, sw)
    return win.mean(dim=(1, 4, 5)).unsqueeze(1)


def flatten(images):
    return images.reshape(images.shape[0], -1)
