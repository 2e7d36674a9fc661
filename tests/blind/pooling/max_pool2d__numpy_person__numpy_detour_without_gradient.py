# {"function": "max_pool2d", "kind": "single", "idea": "Computes in NumPy on a detached copy: the values are right, the gradient is gone.", "style": "numpy_person"}
import numpy as np
import torch


def _pair(x):
    return (x, x) if isinstance(x, int) else tuple(x)


def both_ways(v):
    try:
        vertical, horizontal = v
    except TypeError:
        vertical = horizontal = v
    return vertical, horizontal


def _places(side, k, s, p=0):
    if k < 1 or s < 1:
        raise ValueError("kernel_size and stride must be at least 1")
    if p < 0:
        raise ValueError("padding can't be negative")
    if k > side + 2 * p:
        raise ValueError(f"a window of {k} does not fit on {side + 2 * p} pixels")
    return (side + 2 * p - k) // s + 1


def max_pool2d(images, kernel_size, stride=None):
    kh, kw = both_ways(kernel_size)
    sh, sw = (kh, kw) if stride is None else both_ways(stride)
    n, c, h, w = images.shape
    oh, ow = _places(h, kh, sh), _places(w, kw, sw)
    arr = images.detach().numpy()
    out = np.empty((n, c, oh, ow), dtype=arr.dtype)
    for i in range(oh):
        for j in range(ow):
            out[:, :, i, j] = arr[:, :, i * sh:i * sh + kh, j * sw:j * sw + kw].max(axis=(2, 3))
    return torch.from_numpy(out)


def avg_pool2d(images, kernel_size, stride=None):
    kh, kw = _pair(kernel_size)
    sh, sw = _pair(kernel_size if stride is None else stride)
    _places(images.shape[2], kh, sh)
    _places(images.shape[3], kw, sw)
    return images.unfold(2, kh, sh).unfold(3, kw, sw).mean(dim=(-2, -1))


def flatten(images):
    return images.reshape(images.shape[0], -1)
