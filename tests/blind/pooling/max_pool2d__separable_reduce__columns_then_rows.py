# {"function": "max_pool2d", "kind": "right", "idea": "Right: first the maximum along the width, then along the height, each by folding slices with torch.maximum.", "style": "separable_reduce"}
"""My solution."""

import functools
import torch


def _sides(v):
    return (int(v[0]), int(v[1])) if hasattr(v, "__len__") else (int(v), int(v))


def _running_max(x, dim, k, s):
    if k < 1 or s < 1:
        raise ValueError(f"kernel {k} and stride {s} must be at least 1")
    places = x.shape[dim] - k + 1
    if places < 1:
        raise ValueError(f"a window of {k} does not fit into {x.shape[dim]}")
    pieces = [x.narrow(dim, offset, places) for offset in range(k)]
    best = functools.reduce(torch.maximum, pieces)
    return best.index_select(dim, torch.arange(0, places, s))


def max_pool2d(images, kernel_size, stride=None):
    kernel = _sides(kernel_size)
    steps = kernel if stride is None else _sides(stride)
    return _running_max(_running_max(images, 3, kernel[1], steps[1]), 2, kernel[0], steps[0])


def avg_pool2d(images, kernel_size, stride=None):
    k_h, k_w = (kernel_size, kernel_size) if isinstance(kernel_size, int) else kernel_size
    if stride is None:
        s_h, s_w = k_h, k_w
    elif isinstance(stride, int):
        s_h = s_w = stride
    else:
        s_h, s_w = stride
    if k_h < 1 or k_w < 1 or s_h < 1 or s_w < 1:
        raise ValueError("sizes and strides must be positive")
    height, width = images.shape[-2:]
    if height < k_h or width < k_w:
        raise ValueError("no window fits")
    rows = []
    for top in range(0, height - k_h + 1, s_h):
        row = [images[:, :, top:top + k_h, left:left + k_w].mean(dim=(2, 3)) for left in range(0, width - k_w + 1, s_w)]
        rows.append(torch.stack(row, dim=-1))
    return torch.stack(rows, dim=-2)


def flatten(images):
    return images.reshape(images.shape[0], -1)
