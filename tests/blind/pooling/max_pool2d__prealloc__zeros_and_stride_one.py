# {"function": "max_pool2d", "kind": "pair", "idea": "a running maximum that starts at 0; and stride 1 by default", "style": "prealloc"}
import torch


def two(n):
    if type(n) == int:
        n = (n, n)
    return n


def validate(images, kernel_size, stride, padding=0):
    for size, k, s, p in zip(images.shape[-2:], two(kernel_size), two(stride), two(padding)):
        if k < 1 or s < 1 or p < 0:
            raise ValueError("kernel size and stride must be positive, padding not negative")
        if k > size + 2 * p:
            raise ValueError("kernel is larger than the image")


def max_pool2d(images, kernel_size, stride=None):
    stride = 1 if stride is None else stride
    validate(images, kernel_size, stride)
    kh, kw = two(kernel_size)
    sh, sw = two(stride)
    n, c, h, w = images.shape
    oh, ow = (h - kh) // sh + 1, (w - kw) // sw + 1
    out = torch.zeros(n, c, oh, ow, dtype=images.dtype)
    for i in range(oh):
        for j in range(ow):
            for u in range(kh):
                for v in range(kw):
                    out[:, :, i, j] = torch.maximum(out[:, :, i, j].clone(), images[:, :, i * sh + u, j * sw + v])
    return out


def avg_pool2d(images, kernel_size, stride=None):
    if stride is None:
        stride = kernel_size
    validate(images, kernel_size, stride)
    kh, kw = two(kernel_size)
    sh, sw = two(stride)
    return images.unfold(2, kh, sh).unfold(3, kw, sw).sum(dim=(4, 5)) / (kh * kw)


def flatten(images: torch.Tensor) -> torch.Tensor:
    n, c, h, w = images.shape
    return images.reshape(n, c * h * w)
