# {"function": "output_size", "kind": "single", "idea": "Divides with / and rounds to the nearest whole number instead of rounding down.", "style": "calculator_formula"}
import torch
from torch import nn
from torch.nn.modules.utils import _pair as _hw


def n_windows(size, kernel_size, stride=1, padding=0):
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


def output_size(size, kernel_size, stride=1, padding=0):
    if not (kernel_size >= 1 and stride >= 1 and padding >= 0):
        raise ValueError("kernel and stride must be positive, padding not negative")
    if size + 2 * padding < kernel_size:
        raise ValueError("the window is larger than the padded side")
    n = (size - kernel_size + 2 * padding) / stride + 1
    return round(n)


def sliding_windows(images, kernel_size, stride=1):
    (kh, kw), (sh, sw) = _hw(kernel_size), _hw(stride)
    ho, wo = n_windows(images.size(2), kh, sh), n_windows(images.size(3), kw, sw)
    r = (torch.arange(ho) * sh)[:, None] + torch.arange(kh)
    s = (torch.arange(wo) * sw)[:, None] + torch.arange(kw)
    return images[:, :, r[:, None, :, None], s[None, :, None, :]]


def conv2d(images, weight, bias=None, stride=1, padding=0):
    if weight.size(1) != images.size(1):
        raise ValueError(f"expected {weight.size(1)} channels, got {images.size(1)}")
    if bias is not None and (bias.dim() != 1 or bias.numel() != weight.size(0)):
        raise ValueError(f"bias has the wrong shape {tuple(bias.shape)}")
    sh, sw = _hw(stride)
    ph, pw = _hw(padding)
    n, c, h, w = images.shape
    o, _, kh, kw = weight.shape
    ho, wo = n_windows(h, kh, sh, ph), n_windows(w, kw, sw, pw)
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
        size = tuple(_hw(kernel_size))
        if min(size) < 1:
            raise ValueError("the kernel has no pixels")
        self.weight = nn.Parameter(torch.randn(out_channels, in_channels, *size) * 0.1)
        self.bias = nn.Parameter(torch.randn(out_channels) * 0.1) if bias else None
        self.stride, self.padding = stride, padding

    def forward(self, images):
        return conv2d(images, self.weight, self.bias, self.stride, self.padding)
