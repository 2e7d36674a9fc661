# {"function": "Conv2d", "kind": "single", "idea": "With bias=False it still registers a bias of zeros, that is in the state dict and would be trained.", "style": "always_a_bias"}
"""Task: convolution."""

import torch
import torch.nn.functional as F
from torch import nn
from torch.nn.modules.utils import _pair as two


def output_size(size, kernel_size, stride=1, padding=0):
    problems = []
    if kernel_size < 1:
        problems.append("kernel_size < 1")
    if stride < 1:
        problems.append("stride < 1")
    if padding < 0:
        problems.append("padding < 0")
    if kernel_size > size + 2 * padding:
        problems.append("kernel_size > size + 2 * padding")
    if problems:
        raise ValueError(", ".join(problems))
    return (size + 2 * padding - kernel_size) // stride + 1


def sliding_windows(images, kernel_size, stride=1):
    (kh, kw), (sh, sw) = two(kernel_size), two(stride)
    ho, wo = output_size(images.size(2), kh, sh), output_size(images.size(3), kw, sw)
    r = (torch.arange(ho) * sh)[:, None] + torch.arange(kh)
    s = (torch.arange(wo) * sw)[:, None] + torch.arange(kw)
    return images[:, :, r[:, None, :, None], s[None, :, None, :]]


def conv2d(images, weight, bias=None, stride=1, padding=0):
    if images.shape[1] != weight.shape[1]:
        raise ValueError("images and weight have different numbers of channels")
    if bias is not None and tuple(bias.shape) != (weight.shape[0],):
        raise ValueError("bias needs one number per output channel")
    (sh, sw), (ph, pw) = two(stride), two(padding)
    n = images.shape[0]
    o, c, kh, kw = weight.shape
    ho = output_size(images.shape[2], kh, sh, ph)
    wo = output_size(images.shape[3], kw, sw, pw)
    x = F.pad(images, [pw, pw, ph, ph])
    rows = torch.arange(ho).repeat_interleave(wo)[:, None] * sh + torch.arange(kh).repeat_interleave(kw)
    cols = torch.arange(wo).repeat(ho)[:, None] * sw + torch.arange(kw).repeat(kh)
    patches = x[:, :, rows, cols]  # N, C, L, K
    patches = patches.transpose(1, 2).reshape(n, ho * wo, c * kh * kw)
    out = patches @ weight.reshape(o, -1).T
    if bias is not None:
        out = out + bias
    return out.transpose(1, 2).reshape(n, o, ho, wo)


class Conv2d(nn.Module):
    def __init__(self, in_channels, out_channels, kernel_size, stride=1, padding=0, bias=True):
        super().__init__()
        kh, kw = two(kernel_size)
        if min(kh, kw) <= 0:
            raise ValueError("kernel_size has to be positive")
        self.weight = nn.Parameter(torch.empty((out_channels, in_channels, kh, kw)))
        nn.init.kaiming_uniform_(self.weight, a=5**0.5)
        b = torch.rand(out_channels) * 0.1 if bias else torch.zeros(out_channels)
        self.bias = nn.Parameter(b)
        self.options = {"stride": stride, "padding": padding}

    def forward(self, images):
        return conv2d(images, self.weight, self.bias, **self.options)
