# {"function": "avg_pool2d", "kind": "right", "idea": "Right: averages by multiplying with a banded matrix from the left and another from the right.", "style": "banded_matrices"}
# all tests at home passed

import torch


def as_pair(x):
    if isinstance(x, (tuple, list)):
        return x[0], x[1]
    return x, x


def max_pool2d(images, kernel_size, stride=None):
    k_h, k_w = as_pair(kernel_size)
    s_h, s_w = as_pair(stride) if stride is not None else (k_h, k_w)
    if k_h < 1 or k_w < 1 or s_h < 1 or s_w < 1:
        raise ValueError("sizes and strides must be positive")
    height, width = images.shape[-2:]
    if height < k_h or width < k_w:
        raise ValueError("no window fits")
    rows = []
    for top in range(0, height - k_h + 1, s_h):
        row = []
        for left in range(0, width - k_w + 1, s_w):
            window = images[:, :, top:top + k_h, left:left + k_w]
            row.append(window.flatten(2).max(dim=2).values)
        rows.append(torch.stack(row, dim=-1))
    return torch.stack(rows, dim=-2)


def _averager(side, k, s, dtype):
    if k < 1 or s < 1:
        raise ValueError("kernel and stride must be positive")
    if k > side:
        raise ValueError("the kernel is larger than the picture")
    starts = torch.arange(0, side - k + 1, s)[:, None]
    pixel = torch.arange(side)[None, :]
    inside = (pixel >= starts) & (pixel < starts + k)
    return inside.to(dtype) / k


def avg_pool2d(images, kernel_size, stride=None):
    stride = kernel_size if stride is None else stride
    kernel_size = kernel_size if isinstance(kernel_size, tuple) else (kernel_size,) * 2
    stride = stride if isinstance(stride, tuple) else (stride,) * 2
    down = _averager(images.shape[2], kernel_size[0], stride[0], images.dtype)
    right = _averager(images.shape[3], kernel_size[1], stride[1], images.dtype)
    return down @ images @ right.T


def flatten(images: torch.Tensor) -> torch.Tensor:
    n, c, h, w = images.shape
    return images.contiguous().view(n, c * h * w)
