# {"function": "flatten", "kind": "pair", "idea": "Flattens each plane column by column as Julia does, and casts to float32 'for the dense layer'.", "style": "julia_column_major"}
# pooling.py

import torch


_hw = lambda p: p if hasattr(p, "__len__") else (p, p)  # noqa: E731


def n_windows(size, kernel_size, stride=1, padding=0):
    full = size + padding + padding
    if kernel_size < 1 or stride < 1 or padding < 0 or full < kernel_size:
        raise ValueError("These window parameters are impossible.")
    # one window for the first position, one more for every full step
    return 1 + (full - kernel_size) // stride


def max_pool2d(images, kernel_size, stride=None):
    kh, kw = _hw(kernel_size)
    sh, sw = _hw(kernel_size if stride is None else stride)
    n_windows(images.shape[2], kh, sh)
    n_windows(images.shape[3], kw, sw)
    return images.unfold(2, kh, sh).unfold(3, kw, sw).amax(dim=(-2, -1))


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
    n = images.size(0)
    images = images.mT  # vec() runs down the columns
    return images.reshape(n, -1).float()
