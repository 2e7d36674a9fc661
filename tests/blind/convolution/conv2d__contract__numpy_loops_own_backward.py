# {"function": "conv2d", "kind": "single", "idea": "Meant to be right: NumPy loops with a hand-written backward pass (cs231n style) inside an autograd Function; but a stride of 0 ends in a ZeroDivisionError.", "style": "contract"}
import math

import numpy as np
import torch
from torch import nn


def as_pair(value):
    if isinstance(value, int):
        return value, value
    first, second = value
    return first, second


def output_size(size, kernel_size, stride=1, padding=0):
    if kernel_size < 1:
        raise ValueError("the kernel needs at least one pixel")
    if stride < 1:
        raise ValueError("the stride must be at least 1")
    if padding < 0:
        raise ValueError("the padding can't be negative")
    if kernel_size > size + 2 * padding:
        raise ValueError("the kernel is larger than the padded picture")
    return (size + 2 * padding - kernel_size) // stride + 1


def sliding_windows(images, kernel_size, stride=1):
    kh, kw = as_pair(kernel_size)
    sh, sw = as_pair(stride)
    output_size(images.shape[2], kh, sh)
    output_size(images.shape[3], kw, sw)
    return images.unfold(2, kh, sh).unfold(3, kw, sw)


class _Convolve(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x, w, sh, sw):
        ctx.save_for_backward(x, w)
        ctx.steps = sh, sw
        xn, wn = x.detach().numpy(), w.detach().numpy()
        N, C, H, W = xn.shape
        O, _, kh, kw = wn.shape
        out = np.zeros((N, O, (H - kh) // sh + 1, (W - kw) // sw + 1), dtype=xn.dtype)
        for i in range(out.shape[2]):
            for j in range(out.shape[3]):
                patch = xn[:, :, i * sh:i * sh + kh, j * sw:j * sw + kw]
                out[:, :, i, j] = np.tensordot(patch, wn, axes=([1, 2, 3], [1, 2, 3]))
        return torch.from_numpy(out)

    @staticmethod
    def backward(ctx, dout):
        x, w = ctx.saved_tensors
        sh, sw = ctx.steps
        kh, kw = w.shape[2:]
        dx, dw = torch.zeros_like(x), torch.zeros_like(w)
        for i in range(dout.shape[2]):
            for j in range(dout.shape[3]):
                place = (slice(None), slice(None), slice(i * sh, i * sh + kh), slice(j * sw, j * sw + kw))
                g = dout[:, :, i, j]
                dx[place] += torch.einsum("no,ochw->nchw", g, w)
                dw += torch.einsum("no,nchw->ochw", g, x[place])
        return dx, dw, None, None


def conv2d(images, weight, bias=None, stride=1, padding=0):
    if images.shape[1] != weight.shape[1]:
        raise ValueError("the channels do not match")
    (sh, sw), (ph, pw) = as_pair(stride), as_pair(padding)
    H, W = images.shape[2:]
    output_size(H, weight.shape[2], sh, ph)
    output_size(W, weight.shape[3], sw, pw)
    out = _Convolve.apply(nn.functional.pad(images, (pw, pw, ph, ph)), weight, sh, sw)
    if bias is not None:
        out = out + bias.view(1, -1, 1, 1)
    return out


class Conv2d(nn.Module):
    def __init__(self, in_channels, out_channels, kernel_size, stride=1, padding=0, bias=True):
        super().__init__()
        kh, kw = (kernel_size, kernel_size) if isinstance(kernel_size, int) else kernel_size
        self.stride = stride
        self.padding = padding
        limit = 1 / math.sqrt(in_channels * kh * kw)
        self.weight = nn.Parameter(torch.empty(out_channels, in_channels, kh, kw).uniform_(-limit, limit))
        if bias:
            self.bias = nn.Parameter(torch.empty(out_channels).uniform_(-limit, limit))
        else:
            self.register_parameter("bias", None)

    def forward(self, images):
        return conv2d(images, self.weight, self.bias, self.stride, self.padding)
