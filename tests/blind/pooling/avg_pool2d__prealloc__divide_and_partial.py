# {"function": "avg_pool2d", "kind": "pair", "idea": "divides by the kernel's height only; and forgets the last column of windows", "style": "prealloc"}
import torch


def as_pair(value):
    return (value, value) if isinstance(value, int) else tuple(value)


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
    kh, kw = as_pair(kernel_size)
    sh, sw = as_pair(stride)
    n, c, h, w = images.shape
    oh, ow = (h - kh) // sh + 1, max((w - kw) // sw, 1)
    out = torch.zeros(n, c, oh, ow, dtype=images.dtype)
    for i in range(oh):
        for j in range(ow):
            out[:, :, i, j] = images[:, :, i * sh:i * sh + kh, j * sw:j * sw + kw].sum((2, 3)) / kh
    return out


def flatten(images: torch.Tensor) -> torch.Tensor:
    n, c, h, w = images.shape
    return images.reshape(n, c * h * w)
