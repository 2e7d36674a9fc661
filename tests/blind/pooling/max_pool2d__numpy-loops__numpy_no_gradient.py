# {"function": "max_pool2d", "kind": "single", "idea": "loops in NumPy, so no gradient flows back", "style": "numpy-loops"}
import numpy as np
import torch


def two(v):
    if isinstance(v, int):
        return v, v
    return v[0], v[1]


def check(images, kernel_size, stride, padding=0):
    for size, k, s, p in zip(images.shape[-2:], two(kernel_size), two(stride), two(padding)):
        if k < 1 or s < 1 or p < 0:
            raise ValueError("kernel size and stride must be positive, padding not negative")
        if k > size + 2 * p:
            raise ValueError("kernel is larger than the image")


def max_pool2d(x, kernel_size, stride=None):
    if stride is None:
        stride = kernel_size
    check(x, kernel_size, stride)
    kh, kw = two(kernel_size)
    sh, sw = two(stride)
    a = x.detach().cpu().numpy()
    N, C, H, W = a.shape
    out = np.empty((N, C, (H - kh) // sh + 1, (W - kw) // sw + 1), dtype=a.dtype)
    for n in range(N):
        for c in range(C):
            for i in range(out.shape[2]):
                for j in range(out.shape[3]):
                    out[n, c, i, j] = np.max(a[n, c, i * sh:i * sh + kh, j * sw:j * sw + kw])
    return torch.tensor(out)


def avg_pool2d(images, kernel_size, stride=None):
    if stride is None:
        stride = kernel_size
    check(images, kernel_size, stride)
    kh, kw = two(kernel_size)
    sh, sw = two(stride)
    return images.unfold(2, kh, sh).unfold(3, kw, sw).sum(dim=(4, 5)) / (kh * kw)


def flatten(images):
    return images.reshape(images.shape[0], -1)
