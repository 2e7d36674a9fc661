# {"function": "Conv2d", "kind": "single", "idea": "bias=False only makes the bias zero; it stays a parameter, and a state dict without it does not load.", "style": "contract"}
import math

import torch
from torch import nn


def _pair(value):
    """An int stands for both directions."""
    if isinstance(value, (tuple, list)):
        return tuple(value)
    return (value, value)


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
    kh, kw = _pair(kernel_size)
    sh, sw = _pair(stride)
    rows = fits(images.size(2), kh, sh)
    cols = fits(images.size(3), kw, sw)
    return torch.stack([
        torch.stack([images[:, :, i * sh:i * sh + kh, j * sw:j * sw + kw] for j in range(cols)], dim=2)
        for i in range(rows)], dim=2)


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
        kh, kw = _pair(kernel_size)
        if min(kh, kw) < 1:
            raise ValueError("kernel_size must be positive")
        k = 1 / math.sqrt(in_channels * kh * kw)
        self.weight = nn.Parameter(torch.empty(out_channels, in_channels, kh, kw).uniform_(-k, k))
        self.bias = nn.Parameter(torch.empty(out_channels).uniform_(-k, k))
        if not bias:
            nn.init.zeros_(self.bias)
            self.bias.requires_grad_(False)
        self.stride, self.padding = stride, padding

    def forward(self, x):
        return conv2d(x, self.weight, self.bias, self.stride, self.padding)
