# {"function": "avg_pool2d", "kind": "single", "idea": "Divides by the window's height squared instead of height times width; wrong for windows that are not square.", "style": "sum_and_divide"}
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
    out_h = (h - kh) // sh + 1
    out_w = (w - kw) // sw + 1
    total = torch.zeros(n, c, out_h, out_w, dtype=images.dtype)
    for a in range(kh):
        for b in range(kw):
            total = total + images[:, :, a::sh, b::sw][:, :, :out_h, :out_w]
    return total / kh**2


def flatten(images):
    n, c, h, w = images.shape
    return images.reshape(n, c * h * w)
