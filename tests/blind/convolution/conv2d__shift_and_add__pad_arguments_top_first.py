# {"function": "conv2d", "kind": "single", "idea": "Hands F.pad the vertical padding first, although it counts from the last axis: rows and columns of padding are exchanged.", "style": "shift_and_add"}
"""convolution: my own version, by hand."""

import torch
import torch.nn.functional as F
from torch import nn
from torch.nn.modules.utils import _pair as as_pair


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
    (kh, kw), (sh, sw) = as_pair(kernel_size), as_pair(stride)
    ho, wo = output_size(images.size(2), kh, sh), output_size(images.size(3), kw, sw)
    r = (torch.arange(ho) * sh)[:, None] + torch.arange(kh)
    s = (torch.arange(wo) * sw)[:, None] + torch.arange(kw)
    return images[:, :, r[:, None, :, None], s[None, :, None, :]]


def conv2d(images, weight, bias=None, stride=1, padding=0):
    if images.shape[1] != weight.shape[1]:
        raise ValueError("images and weight have different numbers of channels")
    if bias is not None and tuple(bias.shape) != (weight.shape[0],):
        raise ValueError("bias needs one number per output channel")
    sh, sw = as_pair(stride)
    pad_h, pad_w = as_pair(padding)
    for p in (pad_h, pad_w):
        if p < 0:
            raise ValueError("padding < 0")
    kh, kw = weight.shape[2:]
    x = F.pad(images, (pad_h, pad_h, pad_w, pad_w))
    rows = output_size(x.shape[2], kh, sh)
    cols = output_size(x.shape[3], kw, sw)
    out = 0
    for a in range(kh):
        for b in range(kw):
            sub = x[:, :, a:, b:][:, :, ::sh, ::sw][:, :, :rows, :cols]
            out = out + (sub.unsqueeze(1) * weight[None, :, :, a, b, None, None]).sum(2)
    return out if bias is None else out + bias.view(1, -1, 1, 1)


class Conv2d(nn.Module):
    def __init__(self, in_channels, out_channels, kernel_size, stride=1, padding=0, bias=True):
        super().__init__()
        kh, kw = as_pair(kernel_size)
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
        if images.shape[1] != self.weight.shape[1]:
            raise ValueError("wrong number of channels for this layer")
        sh, sw = as_pair(self.stride)
        ph, pw = as_pair(self.padding)
        kh, kw = self.weight.shape[2:]
        output_size(images.shape[2], kh, sh, ph)
        output_size(images.shape[3], kw, sw, pw)
        x = F.pad(images, (pw, pw, ph, ph))
        out = torch.einsum("nchwij,ocij->nohw", x.unfold(2, kh, sh).unfold(3, kw, sw), self.weight)
        if self.bias is not None:
            out = out + self.bias.view(-1, 1, 1)
        return out
