# {"function": "conv2d", "kind": "single", "idea": "Never compares the channels; a one-channel picture or filter is broadcast silently instead of raising ValueError.", "style": "broadcast-multiply"}
import torch
from torch import nn
from torch.nn.functional import pad


def two(n):
    return (n,) * 2 if isinstance(n, int) else n


def output_size(size, kernel_size, stride=1, padding=0):
    if stride < 1 or kernel_size < 1 or padding < 0:
        raise ValueError("these settings make no sense")
    n = (size + 2 * padding - kernel_size + stride) // stride
    if size + 2 * padding < kernel_size:
        raise ValueError("kernel larger than image")
    return n


def sliding_windows(images, kernel_size, stride=1):
    (kh, kw), (sh, sw) = two(kernel_size), two(stride)
    N, C, H, W = images.shape
    Ho, Wo = output_size(H, kh, sh), output_size(W, kw, sw)
    a, b, c, d = images.stride()
    return images.as_strided((N, C, Ho, Wo, kh, kw), (a, b, c * sh, d * sw, c, d))


def conv2d(images, weight, bias=None, stride=1, padding=0):
    ph, pw = two(padding)
    if ph < 0 or pw < 0:
        raise ValueError("padding below zero")
    padded = pad(images, (pw, pw, ph, ph))
    windows = sliding_windows(padded, tuple(weight.shape[-2:]), stride)
    # (N, 1, C, Ho, Wo, kh, kw) * (1, O, C, 1, 1, kh, kw)
    product = windows.unsqueeze(1) * weight[None, :, :, None, None]
    out = product.sum(dim=(2, 5, 6))
    if bias is not None:
        out = out + bias.view(-1, 1, 1)
    return out


class Conv2d(nn.Module):
    def __init__(self, in_channels, out_channels, kernel_size, stride=1, padding=0, bias=True):
        super().__init__()
        self.in_channels = in_channels
        self.out_channels = out_channels
        self.kernel_size = two(kernel_size)
        self.stride = two(stride)
        self.padding = two(padding)
        if min(self.kernel_size) < 1 or min(self.stride) < 1 or min(self.padding) < 0:
            raise ValueError("kernel_size, stride or padding out of range")
        self.weight = nn.Parameter(torch.empty(out_channels, in_channels, *self.kernel_size))
        nn.init.xavier_normal_(self.weight)
        self.bias = None
        if bias:
            self.bias = nn.Parameter(torch.linspace(-0.1, 0.1, out_channels))

    def forward(self, images):
        return conv2d(images, self.weight, self.bias, self.stride, self.padding)
