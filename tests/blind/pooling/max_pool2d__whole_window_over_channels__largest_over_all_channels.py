# {"function": "max_pool2d", "kind": "single", "idea": "Takes the largest number of a window over all channels and gives it to every channel.", "style": "whole_window_over_channels"}
# pooling.py

import torch


def _hw(v):
    match v:
        case int():
            return [v, v]
        case (a, b):
            return [a, b]
    raise ValueError(f"expected a number or a pair, got {v!r}")


def n_windows(size, kernel_size, stride=1, padding=0):
    if min(kernel_size, stride) < 1 or padding < 0:
        raise ValueError("illegal window")
    n, end = 0, kernel_size
    while end <= size + 2 * padding:
        n += 1
        end += stride
    if not n:
        raise ValueError("window does not fit into the image")
    return n


def max_pool2d(images, kernel_size, stride=None):
    k, s = _hw(kernel_size), _hw(kernel_size if stride is None else stride)
    n, c, h, w = images.shape
    rows, cols = n_windows(h, k[0], s[0]), n_windows(w, k[1], s[1])
    pooled = images.new_empty((n, c, rows, cols))
    for i in range(rows):
        for j in range(cols):
            window = images[:, :, i * s[0] : i * s[0] + k[0], j * s[1] : j * s[1] + k[1]]
            pooled[:, :, i, j] = window.amax(dim=(1, 2, 3))[:, None]
    return pooled


def avg_pool2d(images, kernel_size, stride=None):
    if stride is None:
        stride = kernel_size
    (kh, kw), (sh, sw) = _hw(kernel_size), _hw(stride)
    ho, wo = n_windows(images.shape[2], kh, sh), n_windows(images.shape[3], kw, sw)
    total = 0
    for i in range(kh):
        for j in range(kw):
            total = total + images[:, :, i : i + (ho - 1) * sh + 1 : sh, j : j + (wo - 1) * sw + 1 : sw]
    return total / (kh * kw)


def flatten(images):
    n, c, h, w = images.shape
    return images.contiguous().view(n, c * h * w)
