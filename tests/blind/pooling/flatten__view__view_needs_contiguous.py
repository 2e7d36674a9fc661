# {"function": "flatten", "kind": "single", "idea": "Uses view, which fails with a RuntimeError on pictures that are not contiguous in memory, such as permuted ones.", "style": "view"}
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
    rows = []
    for top in range(0, h - kh + 1, sh):
        row = []
        for left in range(0, w - kw + 1, sw):
            window = images[:, :, top : top + kh, left : left + kw].reshape(n, c, kh * kw)
            row.append(window.max(dim=2)[0])
        rows.append(torch.stack(row, dim=-1))
    return torch.stack(rows, dim=2)


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
    n, c, h, w = images.size()
    return images.view(n, c * h * w)
