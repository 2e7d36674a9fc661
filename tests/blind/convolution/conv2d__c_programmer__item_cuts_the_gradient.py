# {"function": "conv2d", "kind": "single", "idea": "Adds up plain Python numbers with .item(), so no gradient flows back.", "style": "c_programmer"}
# Aufgabe 3
import torch
from torch import nn


def two(value):
    """5 -> (5, 5); (5, 6) stays."""
    if isinstance(value, (tuple, list)):
        return value[0], value[1]
    return value, value


def unpack2(v):
    try:
        vertical, horizontal = v
    except TypeError:
        vertical = horizontal = v
    return vertical, horizontal


def how_many(side, k, s, p=0):
    if k < 1 or s < 1:
        raise ValueError("kernel_size and stride must be at least 1")
    if p < 0:
        raise ValueError("padding can't be negative")
    if k > side + 2 * p:
        raise ValueError(f"a window of {k} does not fit on {side + 2 * p} pixels")
    return (side + 2 * p - k) // s + 1


def sanity_check(height, width, k, s, p=(0, 0)):
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


def same_channels(images, weight, bias):
    if images.shape[1] != weight.shape[1]:
        raise ValueError("the images and the kernels have different numbers of channels")
    if bias is not None and tuple(bias.shape) != (weight.shape[0],):
        raise ValueError("there must be one bias per output channel")


def output_size(size, kernel_size, stride=1, padding=0):
    if kernel_size <= 0 or stride <= 0 or padding <= -1:
        raise ValueError('bad numbers: %r %r %r' % (kernel_size, stride, padding))
    size += padding + padding
    n, end = 0, kernel_size
    while end <= size:
        n += 1
        end += stride
    if n == 0:
        raise ValueError('no window fits')
    return n


def sliding_windows(images, kernel_size, stride=1):
    kh, kw = two(kernel_size)
    sh, sw = two(stride)
    H, W = images.shape[-2:]
    sanity_check(H, W, (kh, kw), (sh, sw))
    rows = []
    for top in range(0, H - kh + 1, sh):
        row = []
        for left in range(0, W - kw + 1, sw):
            row.append(images[:, :, top:top + kh, left:left + kw])
        rows.append(torch.stack(row, dim=2))
    return torch.stack(rows, dim=2)


def conv2d(images, weight, bias=None, stride=1, padding=0):
    same_channels(images, weight, bias)
    stride = two(stride)
    padding = two(padding)
    N = images.size(0)
    O = weight.size(0)
    KH = weight.size(2)
    KW = weight.size(3)
    OH = how_many(images.size(2), KH, stride[0], padding[0])
    OW = how_many(images.size(3), KW, stride[1], padding[1])
    src = framed(images, padding[0], padding[1])
    dst = torch.zeros(N, O, OH, OW, dtype=images.dtype)
    for n in range(N):
        for o in range(O):
            for y in range(OH):
                for x in range(OW):
                    window = src[n, :, y * stride[0]:y * stride[0] + KH, x * stride[1]:x * stride[1] + KW]
                    acc = (window * weight[o]).sum().item()
                    if bias is not None:
                        acc = acc + bias[o].item()
                    dst[n, o, y, x] = acc
    return dst


class Conv2d(nn.Module):
    """Owns weight and bias; the work is done by shifting the picture."""

    def __init__(self, in_channels: int, out_channels: int, kernel_size, stride=1, padding=0, bias: bool = True) -> None:
        super().__init__()
        self.kernel_size = unpack2(kernel_size)
        self.stride = unpack2(stride)
        self.padding = unpack2(padding)
        if self.kernel_size[0] < 1 or self.kernel_size[1] < 1:
            raise ValueError("the kernel needs at least one pixel")
        self.weight = nn.Parameter(0.1 * torch.randn(out_channels, in_channels, *self.kernel_size))
        if bias:
            self.bias = nn.Parameter(0.1 * torch.randn(out_channels))
        else:
            self.register_parameter('bias', None)

    def forward(self, images):
        kh, kw = self.kernel_size
        sh, sw = self.stride
        if images.shape[1] != self.weight.shape[1]:
            raise ValueError("channels do not match")
        ho = how_many(images.shape[2], kh, sh, self.padding[0])
        wo = how_many(images.shape[3], kw, sw, self.padding[1])
        x = framed(images, self.padding[0], self.padding[1])
        answer = 0
        for a in range(kh):
            for b in range(kw):
                shifted = x[:, :, a:a + sh * (ho - 1) + 1:sh, b:b + sw * (wo - 1) + 1:sw]
                answer = answer + (self.weight[:, :, a, b] @ shifted.flatten(2)).unflatten(2, (ho, wo))
        return answer if self.bias is None else answer + self.bias[:, None, None]
