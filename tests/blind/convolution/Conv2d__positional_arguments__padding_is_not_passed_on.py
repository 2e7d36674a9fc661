# {"function": "Conv2d", "kind": "single", "idea": "Keeps the padding but forgets to pass it on in forward.", "style": "positional_arguments"}
# convolution.py

import torch
import torch.nn.functional as F
from torch import nn


to_hw = lambda p: p if hasattr(p, "__len__") else (p, p)  # noqa: E731


def output_size(size, kernel_size, stride=1, padding=0):
    full = size + padding + padding
    if kernel_size < 1 or stride < 1 or padding < 0 or full < kernel_size:
        raise ValueError("These window parameters are impossible.")
    # one window for the first position, one more for every full step
    return 1 + (full - kernel_size) // stride


def sliding_windows(images, kernel_size, stride=1):
    k1, k2 = to_hw(kernel_size)
    s1, s2 = to_hw(stride)
    N, C, H, W = images.shape
    H_out = output_size(H, k1, s1)
    W_out = output_size(W, k2, s2)
    windows = images.new_empty((N, C, H_out, W_out, k1, k2))
    for i in range(H_out):
        for j in range(W_out):
            windows[:, :, i, j] = images[:, :, s1 * i : s1 * i + k1, s2 * j : s2 * j + k2]
    return windows


def conv2d(images, weight, bias=None, stride=1, padding=0):
    if weight.size(1) != images.size(1):
        raise ValueError(f"expected {weight.size(1)} channels, got {images.size(1)}")
    if bias is not None and (bias.dim() != 1 or bias.numel() != weight.size(0)):
        raise ValueError(f"bias has the wrong shape {tuple(bias.shape)}")
    (sh, sw), (ph, pw) = to_hw(stride), to_hw(padding)
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
        self.in_channels, self.out_channels = in_channels, out_channels
        self.kernel_size = tuple(to_hw(kernel_size))
        self.stride = tuple(to_hw(stride))
        self.padding = tuple(to_hw(padding))
        if min(self.kernel_size) < 1 or min(self.stride) < 1 or min(self.padding) < 0:
            raise ValueError("impossible layer")
        k = 1 / (in_channels * self.kernel_size[0] * self.kernel_size[1])
        self.weight = nn.Parameter((torch.rand(out_channels, in_channels, *self.kernel_size) * 2 - 1) * k**0.5)
        if bias:
            self.bias = nn.Parameter((torch.rand(out_channels) * 2 - 1) * k**0.5)
        else:
            self.register_parameter("bias", None)

    def forward(self, images):
        return conv2d(images, self.weight, self.bias, self.stride)
