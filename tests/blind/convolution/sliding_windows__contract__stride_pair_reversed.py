# {"function": "sliding_windows", "kind": "single", "idea": "A stride pair is read as (horizontal, vertical).", "style": "contract"}
import math

import torch
from torch import nn


def both(x):
    try:
        a, b = x
    except TypeError:
        a = b = x
    return int(a), int(b)


def fits(length, k, step):
    """Number of positions along one side."""
    if k <= 0 or step <= 0:
        raise ValueError(f"kernel {k} and stride {step} must be positive")
    if k > length:
        raise ValueError(f"kernel {k} is longer than the side {length}")
    return 1 + (length - k) // step


def zero_border(images, ph, pw):
    if ph < 0 or pw < 0:
        raise ValueError("padding can't be negative")
    n, c, h, w = images.shape
    bigger = images.new_zeros((n, c, h + 2 * ph, w + 2 * pw))
    bigger[:, :, ph:ph + h, pw:pw + w] = images
    return bigger


def output_size(size, kernel_size, stride=1, padding=0):
    if kernel_size < 1:
        raise ValueError("kernel_size must be >= 1")
    if stride < 1:
        raise ValueError("stride must be >= 1")
    if padding < 0:
        raise ValueError("padding must be >= 0")
    last_start = size + 2 * padding - kernel_size
    if last_start < 0:
        raise ValueError("kernel too large")
    return math.floor(last_start / stride) + 1


def sliding_windows(images, kernel_size, stride=1):
    kh, kw = both(kernel_size)
    sx, sy = both(stride)
    ys = range(0, (fits(images.shape[2], kh, sy) - 1) * sy + 1, sy)
    xs = range(0, (fits(images.shape[3], kw, sx) - 1) * sx + 1, sx)
    lines = []
    for y in ys:
        lines.append(torch.stack([images[:, :, y:y + kh, x:x + kw] for x in xs], dim=2))
    return torch.stack(lines, dim=2)


def conv2d(images, weight, bias=None, stride=1, padding=0):
    (sh, sw), (ph, pw) = both(stride), both(padding)
    out_c, in_c, kh, kw = weight.shape
    if images.shape[1] != in_c:
        raise ValueError(f"expected {in_c} channels, got {images.shape[1]}")
    x = zero_border(images, ph, pw)
    h_out, w_out = fits(x.shape[2], kh, sh), fits(x.shape[3], kw, sw)
    y = 0
    for a in range(kh):
        for b in range(kw):
            part = x[:, :, a:a + sh * (h_out - 1) + 1:sh, b:b + sw * (w_out - 1) + 1:sw]
            y = y + torch.einsum("nchw,oc->nohw", part, weight[:, :, a, b])
    if bias is not None:
        y = y + bias[None, :, None, None]
    return y


class Conv2d(nn.Module):
    """The same layer as in PyTorch, made by hand."""

    def __init__(self, in_channels, out_channels, kernel_size, stride=1, padding=0, bias=True):
        super(Conv2d, self).__init__()
        self.kernel_size = both(kernel_size)
        self.stride = both(stride)
        self.padding = both(padding)
        if min(self.kernel_size) < 1 or min(self.stride) < 1 or min(self.padding) < 0:
            raise ValueError("impossible kernel, stride or padding")
        self.weight = nn.Parameter(torch.randn(out_channels, in_channels, *self.kernel_size) * 0.1)
        if bias:
            self.bias = nn.Parameter(torch.randn(out_channels) * 0.1)
        else:
            self.register_parameter("bias", None)

    def forward(self, x):
        return conv2d(x, self.weight, bias=self.bias, stride=self.stride, padding=self.padding)
