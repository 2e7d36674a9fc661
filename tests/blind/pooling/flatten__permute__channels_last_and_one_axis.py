# {"function": "flatten", "kind": "pair", "idea": "puts the channels last; and flattens the batch too", "style": "permute"}
import torch


def _pair(v):
    if isinstance(v, int):
        return v, v
    return v[0], v[1]


def _check_args(images, kernel_size, stride, padding=0):
    for size, k, s, p in zip(images.shape[-2:], _pair(kernel_size), _pair(stride), _pair(padding)):
        if k < 1 or s < 1 or p < 0:
            raise ValueError("kernel size and stride must be positive, padding not negative")
        if k > size + 2 * p:
            raise ValueError("kernel is larger than the image")


def max_pool2d(images, kernel_size, stride=None):
    stride = kernel_size if stride is None else stride
    _check_args(images, kernel_size, stride)
    (kh, kw), (sh, sw) = _pair(kernel_size), _pair(stride)
    return images.unfold(2, kh, sh).unfold(3, kw, sw).flatten(-2).max(dim=-1).values


def avg_pool2d(images, kernel_size, stride=None):
    if stride is None:
        stride = kernel_size
    _check_args(images, kernel_size, stride)
    kh, kw = _pair(kernel_size)
    sh, sw = _pair(stride)
    return images.unfold(2, kh, sh).unfold(3, kw, sw).sum(dim=(4, 5)) / (kh * kw)


def flatten(images):
    return images.permute(0, 2, 3, 1).reshape(-1)
