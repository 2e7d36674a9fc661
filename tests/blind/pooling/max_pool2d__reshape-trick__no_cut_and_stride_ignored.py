# {"function": "max_pool2d", "kind": "pair", "idea": "reshapes into blocks without cutting off the rest; and ignores a stride of its own", "style": "reshape-trick"}
import torch


def pair(v):
    if isinstance(v, int):
        return v, v
    return v[0], v[1]


def check_sizes(images, kernel_size, stride, padding=0):
    for size, k, s, p in zip(images.shape[-2:], pair(kernel_size), pair(stride), pair(padding)):
        if k < 1 or s < 1 or p < 0:
            raise ValueError("kernel size and stride must be positive, padding not negative")
        if k > size + 2 * p:
            raise ValueError("kernel is larger than the image")


def max_pool2d(images, kernel_size, stride=None):
    check_sizes(images, kernel_size, kernel_size if stride is None else stride)
    kh, kw = pair(kernel_size)
    n, c, h, w = images.shape
    return images.reshape(n, c, h // kh, kh, w // kw, kw).transpose(3, 4).flatten(-2).max(-1).values


def avg_pool2d(images, kernel_size, stride=None):
    stride = kernel_size if stride is None else stride
    check_sizes(images, kernel_size, stride)
    (kh, kw), (sh, sw) = pair(kernel_size), pair(stride)
    return images.unfold(2, kh, sh).unfold(3, kw, sw).mean((-2, -1))


def flatten(images: torch.Tensor) -> torch.Tensor:
    n, c, h, w = images.shape
    return images.reshape(n, c * h * w)
