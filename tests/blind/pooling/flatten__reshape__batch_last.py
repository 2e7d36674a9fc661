# {"function": "flatten", "kind": "single", "idea": "puts the batch on the second axis", "style": "reshape"}
import torch


def as_pair(value):
    return (value, value) if isinstance(value, int) else tuple(value)


def _check(images, kernel_size, stride, padding=0):
    for size, k, s, p in zip(images.shape[-2:], as_pair(kernel_size), as_pair(stride), as_pair(padding)):
        if k < 1 or s < 1 or p < 0:
            raise ValueError("kernel size and stride must be positive, padding not negative")
        if k > size + 2 * p:
            raise ValueError("kernel is larger than the image")


def max_pool2d(images, kernel_size, stride=None):
    stride = kernel_size if stride is None else stride
    _check(images, kernel_size, stride)
    (kh, kw), (sh, sw) = as_pair(kernel_size), as_pair(stride)
    return images.unfold(2, kh, sh).unfold(3, kw, sw).flatten(-2).max(dim=-1).values


def avg_pool2d(images, kernel_size, stride=None):
    stride = kernel_size if stride is None else stride
    _check(images, kernel_size, stride)
    (kh, kw), (sh, sw) = as_pair(kernel_size), as_pair(stride)
    return images.unfold(2, kh, sh).unfold(3, kw, sw).mean((-2, -1))


def flatten(inputs):
    return inputs.reshape(-1, inputs.shape[0])
