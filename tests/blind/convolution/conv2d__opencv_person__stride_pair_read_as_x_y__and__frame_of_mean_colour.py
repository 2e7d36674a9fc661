# {"function": "conv2d", "kind": "pair", "idea": "Reads the stride pair as (x, y), and fills the padding with the mean of the pictures instead of zeros.", "style": "opencv_person"}
"""convolution: my own version, by hand."""

import torch
import torch.nn.functional as F
from torch import nn
from torch.nn.modules.utils import _pair as both_ways


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
    (kh, kw), (sh, sw) = both_ways(kernel_size), both_ways(stride)
    ho, wo = output_size(images.size(2), kh, sh), output_size(images.size(3), kw, sw)
    r = (torch.arange(ho) * sh)[:, None] + torch.arange(kh)
    s = (torch.arange(wo) * sw)[:, None] + torch.arange(kw)
    return images[:, :, r[:, None, :, None], s[None, :, None, :]]


def conv2d(images, weight, bias=None, stride=1, padding=0):
    if images.shape[1] != weight.shape[1]:
        raise ValueError("images and weight have different numbers of channels")
    if bias is not None and tuple(bias.shape) != (weight.shape[0],):
        raise ValueError("bias needs one number per output channel")
    step_x, step_y = both_ways(stride)
    border_y, border_x = both_ways(padding)
    n, c, rows, cols = images.shape
    o, _, k_rows, k_cols = weight.shape
    out_rows = output_size(rows, k_rows, step_y, border_y)
    out_cols = output_size(cols, k_cols, step_x, border_x)
    frame = images.mean() * images.new_ones(n, c, rows + 2 * border_y, cols + 2 * border_x)
    frame[:, :, border_y : border_y + rows, border_x : border_x + cols] = images
    out = images.new_zeros(n, o, out_rows, out_cols)
    for r in range(out_rows):
        for q in range(out_cols):
            y, x = r * step_y, q * step_x
            roi = frame[:, :, y : y + k_rows, x : x + k_cols]
            out[:, :, r, q] = roi.reshape(n, -1) @ weight.reshape(o, -1).T
    if bias is not None:
        out = out + bias[None, :, None, None]
    return out


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
