# {"function": "max_pool2d", "kind": "right", "idea": "Right in an unusual style: first the maximum over the rows of each window, then over its columns.", "style": "contract"}
import functools

import torch


def both(x):
    try:
        a, b = x
    except TypeError:
        a = b = x
    return int(a), int(b)


def fits(length, k, step):
    """Number of positions along one side."""
    if k <= 0 or step <= 0:
        raise ValueError(f"kernel {k} and stride {step} must be positive")
    if k > length:
        raise ValueError(f"kernel {k} is longer than the side {length}")
    return 1 + (length - k) // step


def _best_along(images, axis, k, s):
    n = fits(images.shape[axis], k, s)
    picks = [images.index_select(axis, torch.arange(n) * s + a) for a in range(k)]
    return functools.reduce(torch.maximum, picks)


def max_pool2d(images, kernel_size, stride=None):
    kh, kw = both(kernel_size)
    sh, sw = both(kernel_size if stride is None else stride)
    return _best_along(_best_along(images, 2, kh, sh), 3, kw, sw)


def avg_pool2d(images, kernel_size, stride=None):
    if stride is None:
        stride = kernel_size
    (kh, kw), (sh, sw) = both(kernel_size), both(stride)
    ho, wo = fits(images.shape[2], kh, sh), fits(images.shape[3], kw, sw)
    total = 0
    for a in range(kh):
        for b in range(kw):
            total = total + images[:, :, a:a + sh * (ho - 1) + 1:sh, b:b + sw * (wo - 1) + 1:sw]
    return total / (kh * kw)


def flatten(images):
    return torch.flatten(images, start_dim=1)
