# {"function": "max_pool2d", "kind": "single", "idea": "Without a stride, both directions step by the height of the window; wrong for windows that are not square.", "style": "torch_slices"}
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
    if stride is None:
        stride = kh
    sh, sw = to_pair(stride)
    check(h, w, kh, kw, sh, sw)
    tops = range(0, h - kh + 1, sh)
    lefts = range(0, w - kw + 1, sw)
    maxima = [images[:, :, t : t + kh, l : l + kw].flatten(2).max(dim=2).values for t in tops for l in lefts]
    return torch.stack(maxima, dim=-1).reshape(n, c, len(tops), len(lefts))


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
