# {"function": "max_pool2d", "kind": "single", "idea": "Writes stride or kernel_size, so stride 0 means the default instead of a ValueError.", "style": "terse"}
import torch


dup = lambda v: v if isinstance(v, tuple) else (v, v)


def count_places(side, k, s, p=0):
    if k < 1 or s < 1:
        raise ValueError("kernel_size and stride must be at least 1")
    if p < 0:
        raise ValueError("padding can't be negative")
    if k > side + 2 * p:
        raise ValueError(f"a window of {k} does not fit on {side + 2 * p} pixels")
    return (side + 2 * p - k) // s + 1


def raise_if_impossible(height, width, k, s, p=(0, 0)):
    for side, kk, ss, pp in zip((height, width), k, s, p):
        if kk < 1:
            raise ValueError("kernel too small")
        if ss < 1:
            raise ValueError("stride too small")
        if pp < 0:
            raise ValueError("negative padding")
        if side + 2 * pp < kk:
            raise ValueError("the kernel is larger than the (padded) image")


def max_pool2d(images, kernel_size, stride=None):
    k = dup(kernel_size); s = dup(stride or kernel_size)
    count_places(images.shape[2], k[0], s[0]); count_places(images.shape[3], k[1], s[1])
    return images.unfold(2, k[0], s[0]).unfold(3, k[1], s[1]).flatten(-2).max(-1)[0]


def avg_pool2d(images, kernel_size, stride=None):
    k = dup(kernel_size)
    s = k if stride is None else dup(stride)
    raise_if_impossible(*images.shape[2:], k, s)
    return images.unfold(2, k[0], s[0]).mean(-1).unfold(3, k[1], s[1]).mean(-1)


flatten = lambda images: images.flatten(start_dim=1)
