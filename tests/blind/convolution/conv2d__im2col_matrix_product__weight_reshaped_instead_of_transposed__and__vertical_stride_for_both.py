# {"function": "conv2d", "kind": "pair", "idea": "Reshapes the weight to (K, O) instead of transposing it, and uses the vertical stride for both directions.", "style": "im2col_matrix_product"}
"""convolution: my own version, by hand."""

import torch
import torch.nn.functional as F
from torch import nn


two = lambda p: p if hasattr(p, "__len__") else (p, p)  # noqa: E731


def output_size(size, kernel_size, stride=1, padding=0):
    full = size + padding + padding
    if kernel_size < 1 or stride < 1 or padding < 0 or full < kernel_size:
        raise ValueError("These window parameters are impossible.")
    # one window for the first position, one more for every full step
    return 1 + (full - kernel_size) // stride


def sliding_windows(images, kernel_size, stride=1):
    k1, k2 = two(kernel_size)
    s1, s2 = two(stride)
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
    sh, sw = two(stride)
    sw = sh
    ph, pw = two(padding)
    n = images.shape[0]
    o, c, kh, kw = weight.shape
    if ph < 0 or pw < 0:
        raise ValueError("negative padding")
    padded = F.pad(images, (pw, pw, ph, ph))
    ho, wo = output_size(padded.shape[2], kh, sh), output_size(padded.shape[3], kw, sw)
    cols = padded.unfold(2, kh, sh).unfold(3, kw, sw).permute(0, 2, 3, 1, 4, 5)
    cols = cols.reshape(n * ho * wo, c * kh * kw)
    kernels = weight.reshape(-1, o)
    out = cols.matmul(kernels)
    if bias is not None:
        out = out + bias
    return out.reshape(n, ho, wo, o).permute(0, 3, 1, 2)


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
