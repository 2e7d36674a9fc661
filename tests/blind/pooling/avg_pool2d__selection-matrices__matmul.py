# {"function": "avg_pool2d", "kind": "right", "idea": "right: a product with two averaging matrices", "style": "selection-matrices"}
import torch


def pair(n):
    if type(n) == int:
        n = (n, n)
    return n


def check(images, kernel_size, stride, padding=0):
    for size, k, s, p in zip(images.shape[-2:], pair(kernel_size), pair(stride), pair(padding)):
        if k < 1 or s < 1 or p < 0:
            raise ValueError("kernel size and stride must be positive, padding not negative")
        if k > size + 2 * p:
            raise ValueError("kernel is larger than the image")


def _averager(size, k, s):
    count = (size - k) // s + 1
    rows = []
    for i in range(count):
        rows.append([1 / k if i * s <= y < i * s + k else 0.0 for y in range(size)])
    return torch.tensor(rows, dtype=torch.float64)


def max_pool2d(images, kernel_size, stride=None):
    stride = kernel_size if stride is None else stride
    check(images, kernel_size, stride)
    (kh, kw), (sh, sw) = pair(kernel_size), pair(stride)
    return images.unfold(2, kh, sh).unfold(3, kw, sw).flatten(-2).max(dim=-1).values


def avg_pool2d(imgs, kernel_size, stride=None):
    stride = kernel_size if stride is None else stride
    check(imgs, kernel_size, stride)
    (kh, kw), (sh, sw) = pair(kernel_size), pair(stride)
    left = _averager(imgs.shape[2], kh, sh)
    right = _averager(imgs.shape[3], kw, sw)
    return (left @ imgs.double() @ right.T).to(imgs.dtype)


def flatten(images):
    return images.reshape(images.shape[0], -1)
