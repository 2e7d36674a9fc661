# {"function": "conv2d", "kind": "single", "idea": "Multiplies kernels (O, K) by columns (K, N*L) and reshapes straight to (N, O, H, W), without moving the axes.", "style": "cs231n_im2col"}
"""convolution: my own version, by hand."""

import torch
import torch.nn.functional as F
from torch import nn


def two(v):
    match v:
        case int():
            return [v, v]
        case (a, b):
            return [a, b]
    raise ValueError(f"expected a number or a pair, got {v!r}")


def output_size(size, kernel_size, stride=1, padding=0):
    if min(kernel_size, stride) < 1 or padding < 0:
        raise ValueError("illegal window")
    n, end = 0, kernel_size
    while end <= size + 2 * padding:
        n += 1
        end += stride
    if not n:
        raise ValueError("window does not fit into the image")
    return n


def sliding_windows(images, kernel_size, stride=1):
    kh, kw = two(kernel_size)
    sh, sw = two(stride)
    n, c, h, w = images.shape
    shape = (n, c, output_size(h, kh, sh), output_size(w, kw, sw), kh, kw)
    a, b, y, x = images.stride()
    return images.as_strided(shape, (a, b, y * sh, x * sw, y, x))


def im2col(x, kh, kw, sh, sw, ho, wo):
    columns = []
    for n in range(x.shape[0]):
        for i in range(ho):
            for j in range(wo):
                columns.append(x[n, :, i * sh : i * sh + kh, j * sw : j * sw + kw].reshape(-1))
    return torch.stack(columns, dim=1)


def conv2d(images, weight, bias=None, stride=1, padding=0):
    if images.shape[1] != weight.shape[1]:
        raise ValueError("images and weight have different numbers of channels")
    if bias is not None and tuple(bias.shape) != (weight.shape[0],):
        raise ValueError("bias needs one number per output channel")
    sh, sw = two(stride)
    ph, pw = two(padding)
    N, _, H, W = images.shape
    Fn, _, HH, WW = weight.shape
    H_out, W_out = output_size(H, HH, sh, ph), output_size(W, WW, sw, pw)
    x_cols = im2col(F.pad(images, (pw, pw, ph, ph)), HH, WW, sh, sw, H_out, W_out)
    res = weight.reshape(Fn, -1) @ x_cols
    if bias is not None:
        res = res + bias.reshape(-1, 1)
    return res.reshape(N, Fn, H_out, W_out)


class Conv2d(nn.Module):
    def __init__(self, in_channels, out_channels, kernel_size, stride=1, padding=0, bias=True):
        super().__init__()
        kh, kw = two(kernel_size)
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
        n, c, h, w = images.shape
        o, c2, kh, kw = self.weight.shape
        if c != c2:
            raise ValueError(f"this layer takes {c2} channels, the images have {c}")
        (sh, sw), (ph, pw) = two(self.stride), two(self.padding)
        ho, wo = output_size(h, kh, sh, ph), output_size(w, kw, sw, pw)
        x = F.pad(images, (pw, pw, ph, ph))
        out = 0
        for i in range(kh):
            for j in range(kw):
                part = x[:, :, i : i + sh * (ho - 1) + 1 : sh, j : j + sw * (wo - 1) + 1 : sw]
                out = out + torch.tensordot(part, self.weight[:, :, i, j], dims=([1], [1]))
        if self.bias is not None:
            out = out + self.bias
        return out.permute(0, 3, 1, 2)
