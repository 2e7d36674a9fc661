# {"function": "avg_pool2d", "kind": "right", "idea": "Right: an integral image in float64 with a row and a column of zeros in front; the result gets the dtype of the pictures.", "style": "integral_image"}
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
    table = torch.nn.functional.pad(images.to(torch.float64), (1, 0, 1, 0)).cumsum(2).cumsum(3)
    top = torch.arange(0, h - kh + 1, sh)[:, None]
    left = torch.arange(0, w - kw + 1, sw)[None, :]
    total = (
        table[:, :, top + kh, left + kw]
        - table[:, :, top, left + kw]
        - table[:, :, top + kh, left]
        + table[:, :, top, left]
    )
    return (total / (kh * kw)).to(images.dtype)


def flatten(images):
    n, c, h, w = images.shape
    return images.reshape(n, c * h * w)
