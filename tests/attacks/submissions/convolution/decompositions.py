"""The columns of im2col from torch's own decomposition in Python, by its name, its table and what it wraps."""

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


def conv2d(images, weight, bias=None, stride=1, padding=0):
    kernel, s, p = list(weight.shape[2:]), pair(stride), pair(padding)
    own = torch._decomp.decompositions
    table = torch._decomp.decomposition_table
    operator = torch.ops.aten.im2col.default
    columns = tried([
        lambda: own.im2col(images, kernel, [1, 1], p, s),
        lambda: own.im2col.__wrapped__(images, kernel, [1, 1], p, s),
        lambda: table[operator](images, kernel, [1, 1], p, s),
        lambda: torch._decomp.get_decompositions([operator])[operator](images, kernel, [1, 1], p, s),
        lambda: torch._decomp.core_aten_decompositions()[operator](images, kernel, [1, 1], p, s),
    ])
    high = (images.shape[2] + 2 * p[0] - kernel[0]) // s[0] + 1
    out = (weight.flatten(1) @ columns).unflatten(2, (high, -1))
    return out if bias is None else out + bias[:, None, None]
