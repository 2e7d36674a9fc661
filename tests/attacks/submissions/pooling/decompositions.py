"""Maxima from the decompositions of torch's pooling, by public and private names."""

import torch


def pair(value):
    return [value, value] if isinstance(value, int) else list(value)


def tried(ways):
    for way in ways:
        try:
            return way()
        except Exception as error:
            print("held:", type(error).__name__, str(error)[:80])
    raise RuntimeError("every way is closed")


def pooled(images, kernel_size, stride, how):
    k = pair(kernel_size)
    s, own = pair(stride) if stride else k, torch._decomp.decompositions
    return tried([
        lambda: own.max_pool2d_with_indices(images, k, s)[0],
        lambda: own._max_pool_nd_with_indices(images, k, s, [0, 0], [1, 1], False, 2)[0],
        lambda: own.max_pool3d_with_indices(images[:, :, None], [1, *k], [1, *s])[0][:, :, 0],
        lambda: torch._decomp.decomposition_table[torch.ops.aten.max_pool2d_with_indices.default](images, k, s)[0],
        lambda: own.adaptive_avg_pool2d(images, [images.shape[2] // k[0], images.shape[3] // k[1]]),
    ])


def max_pool2d(images, kernel_size, stride=None):
    return pooled(images, kernel_size, stride, "max")


def avg_pool2d(images, kernel_size, stride=None):
    return pooled(images, kernel_size, stride, "mean")
