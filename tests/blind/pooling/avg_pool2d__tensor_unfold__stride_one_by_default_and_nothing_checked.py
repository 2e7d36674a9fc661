# {"function": "avg_pool2d", "kind": "pair", "idea": "Two mistakes: without a stride the windows step by 1 instead of by their size; and nothing is checked, so impossible settings end in torch's RuntimeError or, for a window of size 0, in no error at all.", "style": "tensor_unfold"}
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
    kh, kw = to_pair(kernel_size)
    sh, sw = (1, 1) if stride is None else to_pair(stride)
    return images.unfold(2, kh, sh).unfold(3, kw, sw).contiguous().mean(dim=[-1, -2])


def flatten(images):
    n, c, h, w = images.shape
    return images.reshape(n, c * h * w)
