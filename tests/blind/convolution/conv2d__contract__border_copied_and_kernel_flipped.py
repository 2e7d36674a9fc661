# {"function": "conv2d", "kind": "pair", "idea": "Pads with copies of the border instead of zeros, and turns the kernel round as mathematicians do.", "style": "contract"}
import math

import torch
import torch.nn.functional as F
from torch import nn


def _pair(value):
    """An int stands for both directions."""
    if isinstance(value, (tuple, list)):
        return tuple(value)
    return (value, value)


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
    k1, k2 = _pair(kernel_size)
    s1, s2 = _pair(stride)
    n, c, h, w = images.shape
    h_out, w_out = output_size(h, k1, s1), output_size(w, k2, s2)
    result = images.new_zeros((n, c, h_out, w_out, k1, k2))
    for i in range(h_out):
        for j in range(w_out):
            result[:, :, i, j] = images[:, :, i * s1:i * s1 + k1, j * s2:j * s2 + k2]
    return result


def conv2d(images, weight, bias=None, stride=1, padding=0):
    if images.shape[1] != weight.shape[1]:
        raise ValueError("channels do not match")
    ph, pw = _pair(padding)
    if ph < 0 or pw < 0:
        raise ValueError("padding must be at least 0")
    if ph or pw:
        images = F.pad(images, (pw, pw, ph, ph), mode="replicate")
    w = torch.flip(weight, dims=(2, 3))
    patches = sliding_windows(images, (w.shape[2], w.shape[3]), stride)
    out = (patches.unsqueeze(1) * w[None, :, :, None, None]).sum(dim=(2, 5, 6))
    if bias is not None:
        out += bias[:, None, None]
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
