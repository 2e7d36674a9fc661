# {"function": "avg_pool2d", "kind": "single", "idea": "divides by 4 whatever the window's size", "style": "prealloc"}
import torch


def two(value):
    return (value, value) if isinstance(value, int) else tuple(value)


def check(images, kernel_size, stride, padding=0):
    for size, k, s, p in zip(images.shape[-2:], two(kernel_size), two(stride), two(padding)):
        if k < 1 or s < 1 or p < 0:
            raise ValueError("kernel size and stride must be positive, padding not negative")
        if k > size + 2 * p:
            raise ValueError("kernel is larger than the image")


def max_pool2d(images, kernel_size, stride=None):
    stride = kernel_size if stride is None else stride
    check(images, kernel_size, stride)
    (kh, kw), (sh, sw) = two(kernel_size), two(stride)
    return images.unfold(2, kh, sh).unfold(3, kw, sw).flatten(-2).max(dim=-1).values


def avg_pool2d(img, kernel_size, stride=None):
    stride = kernel_size if stride is None else stride
    check(img, kernel_size, stride)
    kh, kw = two(kernel_size)
    sh, sw = two(stride)
    n, c, h, w = img.shape
    oh, ow = (h - kh) // sh + 1, (w - kw) // sw + 1
    total = torch.zeros(n, c, oh, ow, dtype=img.dtype)
    for i in range(oh):
        for j in range(ow):
            total[:, :, i, j] = img[:, :, i * sh:i * sh + kh, j * sw:j * sw + kw].sum((2, 3))
    return total / 4


def flatten(images):
    return images.reshape(images.shape[0], -1)
