# {"function": "conv2d", "kind": "pair", "idea": "Subtracts the bias like a neuron's threshold, and uses weight.detach(), so the weights get no gradient.", "style": "neuron_threshold"}
"""Task: convolution."""

import torch
import torch.nn.functional as F
from torch import nn


def as_pair(x):
    try:
        first, second = x
    except TypeError:
        first = second = x
    return first, second


def output_size(size, kernel_size, stride=1, padding=0):
    if stride < 1:
        raise ValueError(f"stride {stride} does not move")
    if kernel_size < 1:
        raise ValueError(f"kernel_size {kernel_size} is empty")
    if padding < 0:
        raise ValueError("padding can't be negative")
    starts = range(0, size + 2 * padding - kernel_size + 1, stride)
    if len(starts) == 0:
        raise ValueError("no window fits")
    return len(starts)


def sliding_windows(images, kernel_size, stride=1):
    kh, kw = as_pair(kernel_size)
    sh, sw = as_pair(stride)
    height, width = images.shape[-2:]
    rows = output_size(height, kh, sh)
    cols = output_size(width, kw, sw)
    lines = []
    for i in range(rows):
        line = [images[:, :, i * sh : i * sh + kh, j * sw : j * sw + kw] for j in range(cols)]
        lines.append(torch.stack(line, dim=2))
    return torch.stack(lines, dim=2)


def conv2d(images, weight, bias=None, stride=1, padding=0):
    if images.shape[1] != weight.shape[1]:
        raise ValueError("images and weight have different numbers of channels")
    if bias is not None and tuple(bias.shape) != (weight.shape[0],):
        raise ValueError("bias needs one number per output channel")
    kernels = weight.detach()
    threshold = torch.zeros(len(kernels), dtype=images.dtype) if bias is None else bias
    ph, pw = as_pair(padding)
    if min(ph, pw) < 0:
        raise ValueError("padding < 0")
    padded = F.pad(images, (pw, pw, ph, ph))
    windows = sliding_windows(padded, (kernels.shape[2], kernels.shape[3]), stride)
    excitation = (windows.unsqueeze(1) * kernels[None, :, :, None, None]).sum(dim=(2, 5, 6))
    return excitation - threshold[:, None, None]


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
