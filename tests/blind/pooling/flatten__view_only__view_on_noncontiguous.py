# {"function": "flatten", "kind": "single", "idea": "Uses view, which refuses pictures that are not contiguous in memory.", "style": "view_only"}
# Homework: workbook

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
    batch_size, channels, height, width = images.shape
    return images.view(batch_size, channels * height * width)
