# {"function": "max_pool2d", "kind": "single", "idea": "uses `.max(dim=-1)` and forgets that it returns values and indices", "style": "c-order-loops"}
import torch


def to_pair(value):
    return (value, value) if isinstance(value, int) else tuple(value)


def validate(images, kernel_size, stride, padding=0):
    for size, k, s, p in zip(images.shape[-2:], to_pair(kernel_size), to_pair(stride), to_pair(padding)):
        if k < 1 or s < 1 or p < 0:
            raise ValueError("kernel size and stride must be positive, padding not negative")
        if k > size + 2 * p:
            raise ValueError("kernel is larger than the image")


def max_pool2d(imgs, kernel_size, stride=None):
    stride = kernel_size if stride is None else stride
    validate(imgs, kernel_size, stride)
    kh, kw = to_pair(kernel_size)
    sh, sw = to_pair(stride)
    win = imgs.unfold(2, kh, sh).unfold(3, kw, sw)
    return win.max(dim=-1).max(dim=-1)


def avg_pool2d(images, kernel_size, stride=None):
    stride = kernel_size if stride is None else stride
    validate(images, kernel_size, stride)
    (kh, kw), (sh, sw) = to_pair(kernel_size), to_pair(stride)
    return images.unfold(2, kh, sh).unfold(3, kw, sw).mean((-2, -1))


def flatten(images: torch.Tensor) -> torch.Tensor:
    n, c, h, w = images.shape
    return images.reshape(n, c * h * w)
