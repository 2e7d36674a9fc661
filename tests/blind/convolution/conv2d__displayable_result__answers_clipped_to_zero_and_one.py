# {"function": "conv2d", "kind": "single", "idea": "Clips the answers to 0..1, because a filtered picture has to be a picture again.", "style": "displayable_result"}
"""Task: convolution."""

import torch
import torch.nn.functional as F
from torch import nn


def both_ways(value):
    """3 -> (3, 3), (2, 3) stays."""
    return (value, value) if isinstance(value, int) else tuple(value)


def output_size(size, kernel_size, stride=1, padding=0):
    if kernel_size < 1 or stride < 1 or padding < 0:
        raise ValueError("kernel_size and stride must be at least 1, padding at least 0")
    room = size + 2 * padding - kernel_size
    if room < 0:
        raise ValueError("the kernel is larger than the padded picture")
    return room // stride + 1


def sliding_windows(images, kernel_size, stride=1):
    kh, kw = both_ways(kernel_size)
    sh, sw = both_ways(stride)
    output_size(images.shape[2], kh, sh)  # raises where nothing fits
    output_size(images.shape[3], kw, sw)
    return images.unfold(2, kh, sh).unfold(3, kw, sw)


def conv2d(images, weight, bias=None, stride=1, padding=0):
    if images.shape[1] != weight.shape[1]:
        raise ValueError("images and weight have different numbers of channels")
    if bias is not None and tuple(bias.shape) != (weight.shape[0],):
        raise ValueError("bias needs one number per output channel")
    ph, pw = both_ways(padding)
    if min(ph, pw) < 0:
        raise ValueError("padding has to be positive or 0")
    n, c, h, w = images.shape
    zeros_v = images.new_zeros(n, c, ph, w)
    tall = torch.cat([zeros_v, images, zeros_v], dim=2)
    zeros_h = images.new_zeros(n, c, h + 2 * ph, pw)
    framed = torch.cat([zeros_h, tall, zeros_h], dim=3)
    windows = sliding_windows(framed, (weight.shape[2], weight.shape[3]), stride)
    filtered = torch.tensordot(windows, weight, dims=([1, 4, 5], [1, 2, 3]))
    if bias is not None:
        filtered = filtered + bias
    filtered = filtered.permute(0, 3, 1, 2)
    return filtered.clamp(0, 1)


class Conv2d(nn.Module):
    def __init__(self, in_channels, out_channels, kernel_size, stride=1, padding=0, bias=True):
        super().__init__()
        kh, kw = both_ways(kernel_size)
        if kh < 1 or kw < 1:
            raise ValueError("kernel_size must be at least 1")
        bound = (in_channels * kh * kw) ** -0.5
        self.weight = nn.Parameter(torch.empty(out_channels, in_channels, kh, kw).uniform_(-bound, bound))
        if bias:
            self.bias = nn.Parameter(torch.empty(out_channels).uniform_(-bound, bound))
        else:
            self.register_parameter("bias", None)
        self.stride = stride
        self.padding = padding

    def forward(self, images):
        if images.size(1) != self.weight.size(1):
            raise ValueError("channels of images and layer differ")
        sh, sw = both_ways(self.stride)
        ph, pw = both_ways(self.padding)
        kh, kw = self.weight.shape[-2:]
        ho, wo = output_size(images.size(2), kh, sh, ph), output_size(images.size(3), kw, sw, pw)
        x = F.pad(images, (pw, pw, ph, ph))
        kernels = self.weight.flatten(1)
        answers = [
            x[:, :, a * sh : a * sh + kh, b * sw : b * sw + kw].flatten(1) @ kernels.T
            for a in range(ho)
            for b in range(wo)
        ]
        out = torch.stack(answers, dim=2)
        if self.bias is not None:
            out = out + self.bias[:, None]
        return out.reshape(len(images), -1, ho, wo)
