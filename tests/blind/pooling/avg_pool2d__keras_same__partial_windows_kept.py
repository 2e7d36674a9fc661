# {"function": "avg_pool2d", "kind": "single", "idea": "Lets the last window stick out and averages the part that lies in the picture instead of dropping it.", "style": "keras_same"}
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


def avg_pool2d(images, kernel_size, stride=None):
    pool = as_pair(kernel_size)
    step = pool if stride is None else as_pair(stride)
    if min(pool) < 1 or min(step) < 1:
        raise ValueError("pool size and strides must be positive")
    H, W = images.shape[2], images.shape[3]
    if pool[0] > H or pool[1] > W:
        raise ValueError("pool size larger than the picture")
    out_rows = []
    for y in range(0, H, step[0]):
        out_cols = []
        for x in range(0, W, step[1]):
            part = images[:, :, y:min(y + pool[0], H), x:min(x + pool[1], W)]
            out_cols.append(part.mean(dim=(2, 3)))
        out_rows.append(torch.stack(out_cols, dim=2))
    return torch.stack(out_rows, dim=2)


def flatten(images: torch.Tensor) -> torch.Tensor:
    n, c, h, w = images.shape
    return images.contiguous().view(n, c * h * w)
