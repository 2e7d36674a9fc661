# {"function": "Conv2d", "kind": "single", "idea": "Keeps weight and bias as plain tensors with requires_grad, so the layer has no parameters and no state dict.", "style": "plain_class_with_tensors"}
import math
import torch
from torch import nn


def _hw(v):
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
    kh, kw = _hw(kernel_size)
    sh, sw = _hw(stride)
    n, c, h, w = images.shape
    shape = (n, c, output_size(h, kh, sh), output_size(w, kw, sw), kh, kw)
    a, b, y, x = images.stride()
    return images.as_strided(shape, (a, b, y * sh, x * sw, y, x))


def conv2d(images, weight, bias=None, stride=1, padding=0):
    if weight.size(1) != images.size(1):
        raise ValueError(f"expected {weight.size(1)} channels, got {images.size(1)}")
    if bias is not None and (bias.dim() != 1 or bias.numel() != weight.size(0)):
        raise ValueError(f"bias has the wrong shape {tuple(bias.shape)}")
    sh, sw = _hw(stride)
    ph, pw = _hw(padding)
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
        k = tuple(_hw(kernel_size))
        if k[0] < 1 or k[1] < 1:
            raise ValueError("empty kernel")
        self.stride = stride
        self.padding = padding
        scale = 1 / math.sqrt(in_channels * k[0] * k[1])
        self.weight = torch.randn(out_channels, in_channels, *k, requires_grad=True)
        self.weight.data *= scale
        self.bias = torch.zeros(out_channels, requires_grad=True) if bias else None

    def forward(self, images):
        return conv2d(images, self.weight, bias=self.bias, stride=self.stride, padding=self.padding)
