# {"function": "conv2d", "kind": "right", "idea": "Forward and backward written in NumPy inside a torch.autograd.Function.", "style": "autograd_function_numpy"}
# convolution.py

import numpy as np
import torch
from torch import nn
from torch.nn.modules.utils import _pair as _hw


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
    (kh, kw), (sh, sw) = _hw(kernel_size), _hw(stride)
    ho, wo = output_size(images.size(2), kh, sh), output_size(images.size(3), kw, sw)
    r = (torch.arange(ho) * sh)[:, None] + torch.arange(kh)
    s = (torch.arange(wo) * sw)[:, None] + torch.arange(kw)
    return images[:, :, r[:, None, :, None], s[None, :, None, :]]


class _Correlate(torch.autograd.Function):
    @staticmethod
    def forward(ctx, images, weight, sh, sw, ph, pw, ho, wo):
        x = np.pad(images.detach().numpy(), ((0, 0), (0, 0), (ph, ph), (pw, pw)))
        k = weight.detach().numpy()
        out = np.zeros((x.shape[0], k.shape[0], ho, wo), dtype=x.dtype)
        for i in range(ho):
            for j in range(wo):
                patch = x[:, :, i * sh : i * sh + k.shape[2], j * sw : j * sw + k.shape[3]]
                out[:, :, i, j] = np.einsum("ncab,ocab->no", patch, k)
        ctx.stuff = x, k, (sh, sw, ph, pw, ho, wo)
        return torch.from_numpy(out)

    @staticmethod
    def backward(ctx, grad):
        x, k, (sh, sw, ph, pw, ho, wo) = ctx.stuff
        g = grad.detach().numpy()
        dx, dk = np.zeros_like(x), np.zeros_like(k)
        kh, kw = k.shape[2:]
        for i in range(ho):
            for j in range(wo):
                place = np.s_[:, :, i * sh : i * sh + kh, j * sw : j * sw + kw]
                dk += np.einsum("no,ncab->ocab", g[:, :, i, j], x[place])
                dx[place] += np.einsum("no,ocab->ncab", g[:, :, i, j], k)
        h, w = x.shape[2] - 2 * ph, x.shape[3] - 2 * pw
        dx = dx[:, :, ph : ph + h, pw : pw + w].copy()
        return torch.from_numpy(dx), torch.from_numpy(dk), None, None, None, None, None, None


def conv2d(images, weight, bias=None, stride=1, padding=0):
    if weight.size(1) != images.size(1):
        raise ValueError(f"expected {weight.size(1)} channels, got {images.size(1)}")
    if bias is not None and (bias.dim() != 1 or bias.numel() != weight.size(0)):
        raise ValueError(f"bias has the wrong shape {tuple(bias.shape)}")
    sh, sw = _hw(stride)
    ph, pw = _hw(padding)
    ho = output_size(images.shape[2], weight.shape[2], sh, ph)
    wo = output_size(images.shape[3], weight.shape[3], sw, pw)
    out = _Correlate.apply(images, weight, sh, sw, ph, pw, ho, wo)
    if bias is not None:
        out = out + bias.view(1, -1, 1, 1)
    return out


class Conv2d(nn.Module):
    def __init__(self, in_channels, out_channels, kernel_size, stride=1, padding=0, bias=True):
        super().__init__()
        size = tuple(_hw(kernel_size))
        if min(size) < 1:
            raise ValueError("the kernel has no pixels")
        self.weight = nn.Parameter(torch.randn(out_channels, in_channels, *size) * 0.1)
        self.bias = nn.Parameter(torch.randn(out_channels) * 0.1) if bias else None
        self.stride, self.padding = stride, padding

    def forward(self, images):
        return conv2d(images, self.weight, self.bias, self.stride, self.padding)
