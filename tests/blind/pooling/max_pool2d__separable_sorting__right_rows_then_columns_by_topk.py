# {"function": "max_pool2d", "kind": "right", "idea": "Takes the largest with topk, first along the height and then along the width.", "style": "separable_sorting"}
"""Task: pooling."""

import torch


def as_pair(v):
    match v:
        case int():
            return [v, v]
        case (a, b):
            return [a, b]
    raise ValueError(f"expected a number or a pair, got {v!r}")


def _places(size, kernel_size, stride=1, padding=0):
    if min(kernel_size, stride) < 1 or padding < 0:
        raise ValueError("illegal window")
    n, end = 0, kernel_size
    while end <= size + 2 * padding:
        n += 1
        end += stride
    if not n:
        raise ValueError("window does not fit into the image")
    return n


def _largest_along(images, dim, k, s):
    _places(images.shape[dim], k, s)
    return images.unfold(dim, k, s).topk(1, dim=-1).values.squeeze(-1)


def max_pool2d(images, kernel_size, stride=None):
    if stride is None:
        stride = kernel_size
    result = images
    for dim, k, s in zip((2, 3), as_pair(kernel_size), as_pair(stride)):
        result = _largest_along(result, dim, k, s)
    return result


def avg_pool2d(images, kernel_size, stride=None):
    if stride is None:
        stride = kernel_size
    (kh, kw), (sh, sw) = as_pair(kernel_size), as_pair(stride)
    ho, wo = _places(images.shape[2], kh, sh), _places(images.shape[3], kw, sw)
    total = 0
    for i in range(kh):
        for j in range(kw):
            total = total + images[:, :, i : i + (ho - 1) * sh + 1 : sh, j : j + (wo - 1) * sw + 1 : sw]
    return total / (kh * kw)


def flatten(images):
    return images.reshape(images.shape[0], -1)
