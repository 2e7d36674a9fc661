# {"function": "conv2d", "kind": "single", "idea": "Takes the stride as the distance of the pixels inside a window (dilation) while windows also start a stride apart.", "style": "a_trous_slices"}
"""Task: convolution."""

import torch
import torch.nn.functional as F
from torch import nn


as_pair = lambda p: p if hasattr(p, "__len__") else (p, p)  # noqa: E731


def output_size(size, kernel_size, stride=1, padding=0):
    full = size + padding + padding
    if kernel_size < 1 or stride < 1 or padding < 0 or full < kernel_size:
        raise ValueError("These window parameters are impossible.")
    # one window for the first position, one more for every full step
    return 1 + (full - kernel_size) // stride


def sliding_windows(images, kernel_size, stride=1):
    k1, k2 = as_pair(kernel_size)
    s1, s2 = as_pair(stride)
    N, C, H, W = images.shape
    H_out = output_size(H, k1, s1)
    W_out = output_size(W, k2, s2)
    windows = images.new_empty((N, C, H_out, W_out, k1, k2))
    for i in range(H_out):
        for j in range(W_out):
            windows[:, :, i, j] = images[:, :, s1 * i : s1 * i + k1, s2 * j : s2 * j + k2]
    return windows


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
    def answer(i, j):
        top, left = i * sh, j * sw
        taps = x[:, :, top : top + kh * sh : sh, left : left + kw * sw : sw]
        return torch.einsum("nchw,ochw->no", taps, weight)
    grid = [torch.stack([answer(i, j) for j in range(wo)], -1) for i in range(ho)]
    out = torch.stack(grid, -2)
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
