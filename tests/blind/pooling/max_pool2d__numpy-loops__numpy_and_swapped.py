# {"function": "max_pool2d", "kind": "pair", "idea": "computes in NumPy without gradient; and swaps height and width of the kernel", "style": "numpy-loops"}
import numpy as np
import torch


def _pair(v):
    if isinstance(v, int):
        return v, v
    return v[0], v[1]


def check_sizes(images, kernel_size, stride, padding=0):
    for size, k, s, p in zip(images.shape[-2:], _pair(kernel_size), _pair(stride), _pair(padding)):
        if k < 1 or s < 1 or p < 0:
            raise ValueError("kernel size and stride must be positive, padding not negative")
        if k > size + 2 * p:
            raise ValueError("kernel is larger than the image")


def max_pool2d(x, kernel_size, stride=None):
    stride = kernel_size if stride is None else stride
    check_sizes(x, kernel_size, stride)
    kw, kh = _pair(kernel_size)
    sh, sw = _pair(stride)
    a = x.detach().numpy()
    H, W = a.shape[2:]
    rows = [[a[:, :, i:i + kh, j:j + kw].max(axis=(2, 3)) for j in range(0, W - kw + 1, sw)]
            for i in range(0, H - kh + 1, sh)]
    return torch.from_numpy(np.array(rows).transpose(2, 3, 0, 1).copy())


def avg_pool2d(images, kernel_size, stride=None):
    if stride is None:
        stride = kernel_size
    check_sizes(images, kernel_size, stride)
    kh, kw = _pair(kernel_size)
    sh, sw = _pair(stride)
    return images.unfold(2, kh, sh).unfold(3, kw, sw).sum(dim=(4, 5)) / (kh * kw)


def flatten(images):
    return images.reshape(images.shape[0], -1)
