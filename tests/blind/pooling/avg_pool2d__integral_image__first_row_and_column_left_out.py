# {"function": "avg_pool2d", "kind": "single", "idea": "Uses an integral image but without the extra row and column of zeros in front, and subtracts the sums at the window's own first row and column: each window lacks its first row and column.", "style": "integral_image"}
import torch


def as_tuple(v):
    return tuple(v) if hasattr(v, "__len__") else (v, v)


def windows_of(images, kernel_size, stride):
    kh, kw = as_tuple(kernel_size)
    sh, sw = as_tuple(kernel_size) if stride is None else as_tuple(stride)
    if kh < 1 or kw < 1 or sh < 1 or sw < 1:
        raise ValueError("kernel and stride start at 1")
    H, W = images.shape[-2:]
    if H < kh or W < kw:
        raise ValueError("the window does not fit")
    oh, ow = (H - kh) // sh + 1, (W - kw) // sw + 1
    shifted = [
        images[:, :, u : u + (oh - 1) * sh + 1 : sh, v : v + (ow - 1) * sw + 1 : sw]
        for u in range(kh)
        for v in range(kw)
    ]
    return torch.stack(shifted)


def max_pool2d(images, kernel_size, stride=None):
    return windows_of(images, kernel_size, stride).max(dim=0)[0]


def avg_pool2d(images, kernel_size, stride=None):
    kh, kw = as_tuple(kernel_size)
    sh, sw = as_tuple(kernel_size) if stride is None else as_tuple(stride)
    H, W = images.shape[-2:]
    if min(kh, kw, sh, sw) < 1 or kh > H or kw > W:
        raise ValueError("cannot pool like this")
    table = images.cumsum(dim=2).cumsum(dim=3)  # sum of all that is above and left
    rows = []
    for top in range(0, H - kh + 1, sh):
        row = []
        for left in range(0, W - kw + 1, sw):
            bottom, right = top + kh - 1, left + kw - 1
            total = table[:, :, bottom, right] - table[:, :, top, right]
            total = total - table[:, :, bottom, left] + table[:, :, top, left]
            row.append(total / (kh * kw))
        rows.append(torch.stack(row, dim=-1))
    return torch.stack(rows, dim=-2)


def flatten(images):
    return torch.flatten(images, start_dim=1)
