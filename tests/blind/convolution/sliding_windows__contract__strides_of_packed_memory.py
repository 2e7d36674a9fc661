# {"function": "sliding_windows", "kind": "single", "idea": "as_strided with steps computed from the shape: wrong for pictures that are not contiguous.", "style": "contract"}
import math

import torch
from torch import nn


def _pair(value):
    """An int stands for both directions."""
    if isinstance(value, (tuple, list)):
        return tuple(value)
    return (value, value)


def _check(h, w, kh, kw, sh, sw):
    if kh < 1 or kw < 1:
        raise ValueError("The kernel needs at least one row and one column.")
    if sh < 1 or sw < 1:
        raise ValueError("The stride has to be at least 1.")
    if kh > h or kw > w:
        raise ValueError("The kernel does not fit into the picture.")


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
    n, c, h, w = images.shape
    kh, kw = _pair(kernel_size)
    sh, sw = _pair(stride)
    _check(h, w, kh, kw, sh, sw)
    shape = (n, c, (h - kh) // sh + 1, (w - kw) // sw + 1, kh, kw)
    steps = (c * h * w, h * w, w * sh, sw, w, 1)
    return torch.as_strided(images, shape, steps)


def conv2d(images, weight, bias=None, stride=1, padding=0):
    s1, s2 = _pair(stride)
    p1, p2 = _pair(padding)
    if weight.shape[1] != images.shape[1]:
        raise ValueError("the kernel has another number of channels than the picture")
    padded = zero_border(images, p1, p2)
    O, C, k1, k2 = weight.shape
    H, W = fits(padded.shape[2], k1, s1), fits(padded.shape[3], k2, s2)
    out = images.new_zeros((images.shape[0], O, H, W))
    for i in range(H):
        for j in range(W):
            window = padded[:, :, i * s1:i * s1 + k1, j * s2:j * s2 + k2]
            for o in range(O):
                out[:, o, i, j] = (window * weight[o]).sum(dim=(1, 2, 3))
                if bias is not None:
                    out[:, o, i, j] += bias[o]
    return out


class Conv2d(nn.Module):
    def __init__(self, in_channels, out_channels, kernel_size, stride=1, padding=0, bias=True):
        super().__init__()
        if isinstance(kernel_size, int):
            kernel_size = (kernel_size, kernel_size)
        if kernel_size[0] < 1 or kernel_size[1] < 1:
            raise ValueError("empty kernel")
        self.options = dict(stride=stride, padding=padding)
        self.weight = nn.Parameter(torch.empty((out_channels, in_channels) + tuple(kernel_size)))
        nn.init.kaiming_uniform_(self.weight, a=math.sqrt(5))
        self.bias = None
        if bias:
            fan_in = self.weight[0].numel()
            self.bias = nn.Parameter(torch.empty(out_channels))
            nn.init.uniform_(self.bias, -1 / math.sqrt(fan_in), 1 / math.sqrt(fan_in))

    def forward(self, images):
        return conv2d(images, self.weight, self.bias, **self.options)
