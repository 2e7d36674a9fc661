# {"function": "max_pool2d", "kind": "single", "idea": "reshapes into blocks without cutting off the rows and columns that are left over", "style": "reshape-trick"}
import torch


def pair(value):
    return (value, value) if isinstance(value, int) else tuple(value)


def check_sizes(images, kernel_size, stride, padding=0):
    for size, k, s, p in zip(images.shape[-2:], pair(kernel_size), pair(stride), pair(padding)):
        if k < 1 or s < 1 or p < 0:
            raise ValueError("kernel size and stride must be positive, padding not negative")
        if k > size + 2 * p:
            raise ValueError("kernel is larger than the image")


def max_pool2d(x, kernel_size, stride=None):
    stride = kernel_size if stride is None else stride
    check_sizes(x, kernel_size, stride)
    kh, kw = pair(kernel_size)
    sh, sw = pair(stride)
    n, c, h, w = x.shape
    if (sh, sw) == (kh, kw):
        return x.reshape(n, c, h // kh, kh, w // kw, kw).transpose(3, 4).flatten(-2).max(-1).values
    return x.unfold(2, kh, sh).unfold(3, kw, sw).flatten(-2).max(-1).values


def avg_pool2d(images, kernel_size, stride=None):
    stride = kernel_size if stride is None else stride
    check_sizes(images, kernel_size, stride)
    (kh, kw), (sh, sw) = pair(kernel_size), pair(stride)
    return images.unfold(2, kh, sh).unfold(3, kw, sw).mean((-2, -1))


def flatten(images):
    return images.reshape(images.shape[0], -1)
