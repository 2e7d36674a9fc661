# {"function": "Conv2d", "kind": "single", "idea": "Hands stride and padding to conv2d in exchanged places.", "style": "positional_arguments"}
"""Convolution by hand."""
import torch
from torch import nn


def _two(value):
    """5 -> (5, 5); (5, 6) stays."""
    if isinstance(value, (tuple, list)):
        return value[0], value[1]
    return value, value


def steps_along(side, k, s, p=0):
    if k < 1 or s < 1:
        raise ValueError("kernel_size and stride must be at least 1")
    if p < 0:
        raise ValueError("padding can't be negative")
    if k > side + 2 * p:
        raise ValueError(f"a window of {k} does not fit on {side + 2 * p} pixels")
    return (side + 2 * p - k) // s + 1


def check_args(height, width, k, s, p=(0, 0)):
    for side, kk, ss, pp in zip((height, width), k, s, p):
        if kk < 1:
            raise ValueError("kernel too small")
        if ss < 1:
            raise ValueError("stride too small")
        if pp < 0:
            raise ValueError("negative padding")
        if side + 2 * pp < kk:
            raise ValueError("the kernel is larger than the (padded) image")


def framed(pic, ph, pw):
    n, c, h, w = pic.shape
    out = torch.zeros((n, c, h + 2 * ph, w + 2 * pw), dtype=pic.dtype, device=pic.device)
    out[:, :, ph:ph + h, pw:pw + w] = pic
    return out


def check_channels(images, weight, bias):
    if images.shape[1] != weight.shape[1]:
        raise ValueError("the images and the kernels have different numbers of channels")
    if bias is not None and tuple(bias.shape) != (weight.shape[0],):
        raise ValueError("there must be one bias per output channel")


def output_size(size, kernel_size, stride=1, padding=0):
    ok = kernel_size >= 1 and stride >= 1 and padding >= 0 and size + 2*padding >= kernel_size
    if not ok: raise ValueError("impossible sizes")
    return 1 + (size + 2*padding - kernel_size) // stride


def sliding_windows(images, kernel_size, stride=1):
    kh, kw = _two(kernel_size)
    sh, sw = _two(stride)
    H, W = images.shape[-2:]
    check_args(H, W, (kh, kw), (sh, sw))
    rows = []
    for top in range(0, H - kh + 1, sh):
        row = []
        for left in range(0, W - kw + 1, sw):
            row.append(images[:, :, top:top + kh, left:left + kw])
        rows.append(torch.stack(row, dim=2))
    return torch.stack(rows, dim=2)


def conv2d(images, weight, bias=None, stride=1, padding=0):
    """im2col and one matrix product"""
    sh, sw = _two(stride)
    ph, pw = _two(padding)
    O, C, kh, kw = weight.shape
    check_channels(images, weight, bias)
    ho = steps_along(images.shape[2], kh, sh, ph)
    wo = steps_along(images.shape[3], kw, sw, pw)
    x = framed(images, ph, pw)
    columns = []
    for c in range(C):
        for i in range(kh):
            for j in range(kw):
                columns.append(x[:, c, i:i + sh * ho:sh, j:j + sw * wo:sw][:, :ho, :wo])
    matrix = torch.stack(columns, dim=-1)                 # (N, ho, wo, C*kh*kw)
    out = (matrix @ weight.reshape(O, -1).T).permute(0, 3, 1, 2)
    return out if bias is None else out + bias.view(1, O, 1, 1)


class Conv2d(nn.Module):
    """weight, bias, and a call of conv2d"""
    def __init__(self, in_channels, out_channels, kernel_size, stride=1, padding=0, bias=True):
        super().__init__()
        k = _two(kernel_size)
        if k[0] < 1 or k[1] < 1 or min(_two(stride)) < 1 or min(_two(padding)) < 0:
            raise ValueError("please check kernel_size, stride and padding")
        self.args = (padding, stride)
        self.weight = nn.Parameter(torch.randn(out_channels, in_channels, k[0], k[1]) * 0.05)
        self.register_parameter("bias", nn.Parameter(torch.randn(out_channels) * 0.05) if bias else None)

    def forward(self, images):
        return conv2d(images, self.weight, self.bias, *self.args)
