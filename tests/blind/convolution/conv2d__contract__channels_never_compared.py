# {"function": "conv2d", "kind": "single", "idea": "Nothing compares the channels: a kernel with one channel is spread over all channels by broadcasting instead of a ValueError.", "style": "contract"}
import itertools

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
    if min(kernel_size, stride) <= 0:
        raise ValueError("kernel and stride must be positive")
    if padding < 0:
        raise ValueError("padding must not be negative")
    count = 0
    start = -padding
    while start + kernel_size <= size + padding:
        count += 1
        start += stride
    if count == 0:
        raise ValueError("no window fits")
    return count


def sliding_windows(images, kernel_size, stride=1):
    k1, k2 = both(kernel_size)
    s1, s2 = both(stride)
    n, c, h, w = images.shape
    h_out, w_out = output_size(h, k1, s1), output_size(w, k2, s2)
    result = images.new_zeros((n, c, h_out, w_out, k1, k2))
    for i in range(h_out):
        for j in range(w_out):
            result[:, :, i, j] = images[:, :, i * s1:i * s1 + k1, j * s2:j * s2 + k2]
    return result


def conv2d(images, weight, bias=None, stride=1, padding=0):
    s1, s2 = both(stride)
    x = zero_border(images, *both(padding))
    k1, k2 = weight.shape[2:]
    h, w = fits(x.shape[2], k1, s1), fits(x.shape[3], k2, s2)
    total = 0
    for a, b in itertools.product(range(k1), range(k2)):
        piece = x[:, None, :, a:a + (h - 1) * s1 + 1:s1, b:b + (w - 1) * s2 + 1:s2]
        total = total + (piece * weight[None, :, :, a, b, None, None]).sum(2)
    return total if bias is None else total + bias[:, None, None]


class Conv2d(nn.Module):
    def __init__(self, in_channels, out_channels, kernel_size, stride=1, padding=0, bias=True):
        super().__init__()
        kh, kw = both(kernel_size)
        if kh < 1 or kw < 1:
            raise ValueError("The kernel needs at least one row and one column.")
        self.stride = stride
        self.padding = padding
        limit = (in_channels * kh * kw) ** -0.5
        self.weight = nn.Parameter((torch.rand(out_channels, in_channels, kh, kw) * 2 - 1) * limit)
        self.bias = nn.Parameter((torch.rand(out_channels) * 2 - 1) * limit) if bias else None

    def forward(self, images):
        return conv2d(images, self.weight, self.bias, self.stride, self.padding)
