# {"function": "avg_pool2d", "kind": "pair", "idea": "A kernel larger than the picture is cut down to the picture instead of being refused; and the sum is divided by the area of the stride instead of the kernel's.", "style": "clamping_engineer"}
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
    kh, kw = as_pair(kernel_size)
    sh, sw = as_pair(kernel_size if stride is None else stride)
    if min(kh, kw) < 1:
        raise ValueError("kernel_size has to be positive")
    if min(sh, sw) < 1:
        raise ValueError("stride has to be positive")
    kh = min(kh, images.shape[2])
    kw = min(kw, images.shape[3])
    summed = images.unfold(2, kh, sh).unfold(3, kw, sw).sum(dim=(4, 5))
    return summed / (sh * sw)


def flatten(images):
    return torch.stack([picture.flatten() for picture in images])
