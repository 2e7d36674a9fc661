# {"function": "Conv2d", "kind": "single", "idea": "Stores the weight as Keras does, (K_h, K_w, C, O), and permutes in forward: a state dict of nn.Conv2d does not load.", "style": "keras_person"}
"""convolution: my own version, by hand."""

import torch
from torch import nn


def both_ways(x):
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
    kh, kw = both_ways(kernel_size)
    sh, sw = both_ways(stride)
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
    sh, sw = both_ways(stride)
    ph, pw = both_ways(padding)
    n, c, h, w = images.shape
    o, _, kh, kw = weight.shape
    ho, wo = output_size(h, kh, sh, ph), output_size(w, kw, sw, pw)
    big = images.new_zeros(n, c, h + 2 * ph, w + 2 * pw)
    big[:, :, ph : ph + h, pw : pw + w] = images
    total = images.new_zeros(n, o, ho, wo)
    for i in range(kh):
        for j in range(kw):
            piece = big[:, :, i : i + (ho - 1) * sh + 1 : sh, j : j + (wo - 1) * sw + 1 : sw]
            total = total + torch.einsum("nchw,oc->nohw", piece, weight[:, :, i, j])
    if bias is not None:
        total = total + bias[None, :, None, None]
    return total


class Conv2d(nn.Module):
    def __init__(self, in_channels, out_channels, kernel_size, stride=1, padding=0, bias=True):
        super().__init__()
        kh, kw = both_ways(kernel_size)
        if kh < 1 or kw < 1:
            raise ValueError("kernel_size must be >= 1")
        limit = (6 / (kh * kw * (in_channels + out_channels))) ** 0.5  # glorot_uniform
        w = torch.empty(kh, kw, in_channels, out_channels)
        self.weight = nn.Parameter(w.uniform_(-limit, limit))
        if bias:
            self.bias = nn.Parameter(torch.zeros(out_channels).uniform_(-0.01, 0.01))
        else:
            self.bias = None
        self.strides, self.padding = stride, padding

    def forward(self, images):
        w = self.weight.permute(3, 2, 0, 1)
        return conv2d(images, w, self.bias, self.strides, self.padding)
