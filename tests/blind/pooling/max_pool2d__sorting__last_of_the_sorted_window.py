# {"function": "max_pool2d", "kind": "right", "idea": "Right: sorts each window and takes the last number; the window is cut out with as_strided of a contiguous copy.", "style": "sorting"}
import torch


def to_pair(value):
    if isinstance(value, (tuple, list)):
        return value[0], value[1]
    return value, value


def check(h, w, kh, kw, sh, sw):
    if kh < 1 or kw < 1 or sh < 1 or sw < 1:
        raise ValueError("must be positive")
    if kh > h or kw > w:
        raise ValueError("window too large")


def max_pool2d(images, kernel_size, stride=None):
    n, c, h, w = images.shape
    kh, kw = to_pair(kernel_size)
    sh, sw = (kh, kw) if stride is None else to_pair(stride)
    check(h, w, kh, kw, sh, sw)
    x = images.contiguous()
    shape = (n, c, (h - kh) // sh + 1, (w - kw) // sw + 1, kh, kw)
    windows = x.as_strided(shape, (c * h * w, h * w, sh * w, sw, w, 1), x.storage_offset())
    ordered, _ = windows.reshape(*shape[:4], -1).sort(dim=-1)
    return ordered[..., -1]


def avg_pool2d(images, kernel_size, stride=None):
    n, c, h, w = images.shape
    kh, kw = to_pair(kernel_size)
    sh, sw = (kh, kw) if stride is None else to_pair(stride)
    check(h, w, kh, kw, sh, sw)
    rows = []
    for top in range(0, h - kh + 1, sh):
        row = [
            images[:, :, top : top + kh, left : left + kw].sum((2, 3)) / (kh * kw)
            for left in range(0, w - kw + 1, sw)
        ]
        rows.append(torch.stack(row, dim=-1))
    return torch.stack(rows, dim=2)


def flatten(images):
    n, c, h, w = images.shape
    return images.reshape(n, c * h * w)
