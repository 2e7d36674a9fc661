# {"function": "conv2d", "kind": "right", "idea": "Right: an autograd function with a handwritten backward adds up in float64 and gives back the dtype of the pictures.", "style": "autograd_function"}
import math

import torch
import torch.nn as nn


def as_tuple(v):
    return tuple(v) if hasattr(v, "__len__") else (v, v)


def output_size(size, kernel_size, stride=1, padding=0):
    if kernel_size <= 0:
        raise ValueError("kernel_size <= 0")
    if stride <= 0:
        raise ValueError("stride <= 0")
    if padding < 0:
        raise ValueError("padding < 0")
    out = math.floor((size + 2 * padding - kernel_size) / stride + 1)
    if out < 1:
        raise ValueError("no window fits")
    return out


def sliding_windows(images, kernel_size, stride=1):
    (kh, kw), (sh, sw) = as_tuple(kernel_size), as_tuple(stride)
    N, C, H, W = images.shape
    Ho, Wo = output_size(H, kh, sh), output_size(W, kw, sw)
    a, b, c, d = images.stride()
    return images.as_strided((N, C, Ho, Wo, kh, kw), (a, b, c * sh, d * sw, c, d))


class _Convolution(torch.autograd.Function):
    @staticmethod
    def forward(ctx, padded, weight, Ho, Wo, sh, sw):
        ctx.save_for_backward(padded, weight)
        ctx.sizes = Ho, Wo, sh, sw
        total = torch.zeros(padded.shape[0], weight.shape[0], Ho, Wo, dtype=torch.float64)
        for u in range(weight.shape[2]):
            for v in range(weight.shape[3]):
                part = _shifted(padded, u, v, ctx.sizes).double()
                total += torch.einsum("ncij,oc->noij", part, weight[:, :, u, v].double())
        return total.to(padded.dtype)

    @staticmethod
    def backward(ctx, grad):
        padded, weight = ctx.saved_tensors
        to_padded = torch.zeros(padded.shape, dtype=torch.float64)
        to_weight = torch.zeros(weight.shape, dtype=torch.float64)
        grad = grad.double()
        for u in range(weight.shape[2]):
            for v in range(weight.shape[3]):
                part = _shifted(padded, u, v, ctx.sizes).double()
                to_weight[:, :, u, v] = torch.einsum("noij,ncij->oc", grad, part)
                spread = torch.einsum("noij,oc->ncij", grad, weight[:, :, u, v].double())
                _shifted(to_padded, u, v, ctx.sizes).add_(spread)
        return to_padded.to(padded.dtype), to_weight.to(weight.dtype), None, None, None, None


def _shifted(x, u, v, sizes):
    Ho, Wo, sh, sw = sizes
    return x[:, :, u : u + (Ho - 1) * sh + 1 : sh, v : v + (Wo - 1) * sw + 1 : sw]


def conv2d(images, weight, bias=None, stride=1, padding=0):
    N, C, H, W = images.shape
    O, Cw, kh, kw = weight.shape
    (sh, sw), (ph, pw) = as_tuple(stride), as_tuple(padding)
    if C != Cw:
        raise ValueError(f"the kernels want {Cw} channels, the pictures have {C}")
    if bias is not None and tuple(bias.shape) != (O,):
        raise ValueError("one bias per kernel")
    Ho, Wo = output_size(H, kh, sh, ph), output_size(W, kw, sw, pw)
    padded = nn.functional.pad(images, (pw, pw, ph, ph))
    y = _Convolution.apply(padded, weight, Ho, Wo, sh, sw)
    return y if bias is None else y + bias[:, None, None]


class Conv2d(nn.Module):
    def __init__(self, in_channels, out_channels, kernel_size, stride=1, padding=0, bias=True):
        super().__init__()
        kh, kw = as_tuple(kernel_size)
        self.stride, self.padding = stride, padding
        self.weight = nn.Parameter(torch.empty(out_channels, in_channels, kh, kw))
        nn.init.kaiming_uniform_(self.weight, a=math.sqrt(5))
        self.bias = None
        if bias:
            self.bias = nn.Parameter(torch.empty(out_channels))
            nn.init.uniform_(self.bias, -0.1, 0.1)

    def forward(self, images):
        return conv2d(images, self.weight, self.bias, self.stride, self.padding)
