# {"function": "max_pool2d", "kind": "single", "idea": "returns the indices of the maximum", "style": "unfold"}
import torch


def pair(value):
    return (value, value) if isinstance(value, int) else tuple(value)


def _check(images, kernel_size, stride, padding=0):
    for size, k, s, p in zip(images.shape[-2:], pair(kernel_size), pair(stride), pair(padding)):
        if k < 1 or s < 1 or p < 0:
            raise ValueError("kernel size and stride must be positive, padding not negative")
        if k > size + 2 * p:
            raise ValueError("kernel is larger than the image")


def max_pool2d(inputs, kernel_size, stride=None):
    stride = kernel_size if stride is None else stride
    _check(inputs, kernel_size, stride)
    kh, kw = pair(kernel_size)
    sh, sw = pair(stride)
    win = inputs.unfold(2, kh, sh).unfold(3, kw, sw).flatten(-2)
    return win.max(dim=-1)[1]


def avg_pool2d(images, kernel_size, stride=None):
    if stride is None:
        stride = kernel_size
    _check(images, kernel_size, stride)
    kh, kw = pair(kernel_size)
    sh, sw = pair(stride)
    return images.unfold(2, kh, sh).unfold(3, kw, sw).sum(dim=(4, 5)) / (kh * kw)


def flatten(images: torch.Tensor) -> torch.Tensor:
    n, c, h, w = images.shape
    return images.reshape(n, c * h * w)
