# {"function": "max_pool2d", "kind": "single", "idea": "takes stride 1 where none is given", "style": "prealloc"}
import torch


def to_pair(n):
    if type(n) == int:
        n = (n, n)
    return n


def check(images, kernel_size, stride, padding=0):
    for size, k, s, p in zip(images.shape[-2:], to_pair(kernel_size), to_pair(stride), to_pair(padding)):
        if k < 1 or s < 1 or p < 0:
            raise ValueError("kernel size and stride must be positive, padding not negative")
        if k > size + 2 * p:
            raise ValueError("kernel is larger than the image")


def max_pool2d(images, kernel_size, stride=None):
    if stride is None:
        stride = 1
    check(images, kernel_size, stride)
    kh, kw = to_pair(kernel_size)
    sh, sw = to_pair(stride)
    n, c, h, w = images.shape
    out = torch.zeros(n, c, (h - kh) // sh + 1, (w - kw) // sw + 1, dtype=images.dtype)
    for i in range(out.shape[2]):
        for j in range(out.shape[3]):
            out[:, :, i, j] = images[:, :, i * sh:i * sh + kh, j * sw:j * sw + kw].flatten(2).max(-1).values
    return out


def avg_pool2d(images, kernel_size, stride=None):
    if stride is None:
        stride = kernel_size
    check(images, kernel_size, stride)
    kh, kw = to_pair(kernel_size)
    sh, sw = to_pair(stride)
    return images.unfold(2, kh, sh).unfold(3, kw, sw).sum(dim=(4, 5)) / (kh * kw)


def flatten(images):
    return images.reshape(images.shape[0], -1)
