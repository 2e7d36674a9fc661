# {"function": "conv2d", "kind": "single", "idea": "The weight is reshaped to (C*K*K, O) where it should be flattened and transposed: numbers of several kernels get mixed.", "style": "contract"}
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
    (kh, kw), (sh, sw) = both(kernel_size), both(stride)
    N, C, H, W = images.shape
    Ho, Wo = fits(H, kh, sh), fits(W, kw, sw)
    a, b, c, d = images.stride()
    return images.as_strided((N, C, Ho, Wo, kh, kw), (a, b, c * sh, d * sw, c, d), images.storage_offset())


def conv2d(images, weight, bias=None, stride=1, padding=0):
    (sh, sw), (ph, pw) = both(stride), both(padding)
    N, C, H, W = images.shape
    O, C_w, kh, kw = weight.shape
    if C != C_w:
        raise ValueError("channels must agree")
    x = zero_border(images, ph, pw)
    Ho, Wo = fits(H + 2 * ph, kh, sh), fits(W + 2 * pw, kw, sw)
    # im2col with index arrays
    c = torch.arange(C).repeat_interleave(kh * kw)
    r = torch.arange(kh).repeat_interleave(kw).repeat(C)
    q = torch.arange(kw).repeat(C * kh)
    top = (torch.arange(Ho) * sh).repeat_interleave(Wo)
    left = (torch.arange(Wo) * sw).repeat(Ho)
    columns = x[:, c[None, :], top[:, None] + r, left[:, None] + q]      # (N, Ho*Wo, C*kh*kw)
    y = columns @ weight.reshape(C * kh * kw, O)
    if bias is not None:
        y = y + bias
    return y.permute(0, 2, 1).reshape(N, O, Ho, Wo)


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
