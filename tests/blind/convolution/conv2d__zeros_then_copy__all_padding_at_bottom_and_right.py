# {"function": "conv2d", "kind": "single", "idea": "Makes a larger canvas of zeros and copies the picture into its upper left corner: all padding lands below and to the right.", "style": "zeros_then_copy"}
# convolution.py

import torch
import torch.nn.functional as F
from torch import nn


def to_hw(v):
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
    kh, kw = to_hw(kernel_size)
    sh, sw = to_hw(stride)
    n, c, h, w = images.shape
    shape = (n, c, output_size(h, kh, sh), output_size(w, kw, sw), kh, kw)
    a, b, y, x = images.stride()
    return images.as_strided(shape, (a, b, y * sh, x * sw, y, x))


def conv2d(images, weight, bias=None, stride=1, padding=0):
    if weight.size(1) != images.size(1):
        raise ValueError(f"expected {weight.size(1)} channels, got {images.size(1)}")
    if bias is not None and (bias.dim() != 1 or bias.numel() != weight.size(0)):
        raise ValueError(f"bias has the wrong shape {tuple(bias.shape)}")
    s = to_hw(stride)
    p = to_hw(padding)
    N, C, H, W = images.shape
    K, _, KH, KW = weight.shape
    OH, OW = output_size(H, KH, s[0], p[0]), output_size(W, KW, s[1], p[1])
    padded = torch.zeros(N, C, H + 2 * p[0], W + 2 * p[1], dtype=images.dtype)
    padded[:, :, :H, :W] = images
    out = torch.zeros(N, K, OH, OW, dtype=images.dtype)
    for k in range(K):
        for i in range(OH):
            for j in range(OW):
                window = padded[:, :, i * s[0] : i * s[0] + KH, j * s[1] : j * s[1] + KW]
                out[:, k, i, j] = (window * weight[k]).sum(dim=(1, 2, 3))
        if bias is not None:
            out[:, k] = out[:, k] + bias[k]
    return out


class Conv2d(nn.Module):
    def __init__(self, in_channels, out_channels, kernel_size, stride=1, padding=0, bias=True):
        super().__init__()
        size = tuple(to_hw(kernel_size))
        if min(size) < 1:
            raise ValueError("the kernel has no pixels")
        self.weight = nn.Parameter(torch.randn(out_channels, in_channels, *size) * 0.1)
        self.bias = nn.Parameter(torch.randn(out_channels) * 0.1) if bias else None
        self.stride, self.padding = stride, padding

    def forward(self, images):
        if images.size(1) != self.weight.size(1):
            raise ValueError("channels of images and layer differ")
        sh, sw = to_hw(self.stride)
        ph, pw = to_hw(self.padding)
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
