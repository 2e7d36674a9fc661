# {"function": "max_pool2d", "kind": "single", "idea": "Takes the largest number over the window and over all channels at once, so all channels give the same; only right for one channel.", "style": "einops_like_reductions"}
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
    windows = images.unfold(2, kh, sh).unfold(3, kw, sw)
    largest = windows.amax(dim=(1, 4, 5), keepdim=True)  # (N, 1, H_out, W_out, 1, 1)
    return largest[..., 0, 0].repeat(1, c, 1, 1)


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
