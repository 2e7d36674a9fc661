# {"function": "max_pool2d", "kind": "pair", "idea": "Two mistakes: without a stride the windows step by 1, and the work is done in NumPy, so no gradient flows back.", "style": "numpy_loops"}
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
    import numpy as np

    n, c, h, w = images.shape
    kh, kw = to_pair(kernel_size)
    sh, sw = to_pair(stride or 1)
    if stride == 0:
        raise ValueError("stride 0")
    check(h, w, kh, kw, sh, sw)
    x = images.detach().numpy()
    out = np.zeros((n, c, (h - kh) // sh + 1, (w - kw) // sw + 1), dtype=x.dtype)
    for i in range(out.shape[2]):
        for j in range(out.shape[3]):
            out[:, :, i, j] = x[:, :, i * sh : i * sh + kh, j * sw : j * sw + kw].max(axis=(2, 3))
    return torch.from_numpy(out)


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
