# {"function": "sliding_windows", "kind": "single", "idea": "Preallocates the result with torch.zeros without a dtype, so that float64 pictures come back as float32.", "style": "preallocated_loops"}
"""convolution: my own version, by hand."""

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
    batch, chans, height, width = images.shape
    h_out = output_size(height, kh, sh)
    w_out = output_size(width, kw, sw)
    res = torch.zeros((batch, chans, h_out, w_out, kh, kw))
    for r in range(h_out):
        for c in range(w_out):
            top, left = r * sh, c * sw
            res[:, :, r, c, :, :] = images[:, :, top : top + kh, left : left + kw]
    return res


def conv2d(images, weight, bias=None, stride=1, padding=0):
    if images.shape[1] != weight.shape[1]:
        raise ValueError("images and weight have different numbers of channels")
    if bias is not None and tuple(bias.shape) != (weight.shape[0],):
        raise ValueError("bias needs one number per output channel")
    sh, sw = as_pair(stride)
    ph, pw = as_pair(padding)
    kh, kw = weight.shape[2:]
    ho = output_size(images.shape[2], kh, sh, ph)
    wo = output_size(images.shape[3], kw, sw, pw)
    x = F.pad(images, (pw, pw, ph, ph))
    lines = []
    for i in range(ho):
        line = []
        for j in range(wo):
            patch = x[:, :, i * sh : i * sh + kh, j * sw : j * sw + kw]
            line.append(torch.tensordot(patch, weight, dims=([1, 2, 3], [1, 2, 3])))
        lines.append(torch.stack(line, dim=-1))
    result = torch.stack(lines, dim=-2)
    if bias is not None:
        result = result + bias.reshape(-1, 1, 1)
    return result


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
        return conv2d(images, self.weight, self.bias, self.stride, self.padding)
