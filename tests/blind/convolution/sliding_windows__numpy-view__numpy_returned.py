# {"function": "sliding_windows", "kind": "single", "idea": "returns NumPy's view and not a tensor", "style": "numpy-view"}
import numpy as np
import torch
from torch import nn


def _pair(v):
    if isinstance(v, int):
        return v, v
    return v[0], v[1]


def check_sizes(images, kernel_size, stride, padding=0):
    kh, kw = _pair(kernel_size)
    sh, sw = _pair(stride)
    ph, pw = _pair(padding)
    h, w = images.shape[2], images.shape[3]
    if min(kh, kw) < 1:
        raise ValueError("kernel_size must be at least 1")
    if min(sh, sw) < 1:
        raise ValueError("stride must be at least 1")
    if min(ph, pw) < 0:
        raise ValueError("padding must not be negative")
    if kh > h + 2 * ph or kw > w + 2 * pw:
        raise ValueError("the kernel does not fit on the picture")


def check_sizes_conv(images, weight, bias, stride, padding):
    if images.shape[1] != weight.shape[1]:
        raise ValueError("channels of images and weight do not match")
    if bias is not None and tuple(bias.shape) != (weight.shape[0],):
        raise ValueError("bias does not match the weight")
    check_sizes(images, (weight.shape[2], weight.shape[3]), stride, padding)


def output_size(size, kernel_size, stride=1, padding=0):
    if kernel_size < 1 or stride < 1 or padding < 0:
        raise ValueError("kernel_size and stride must be at least 1, padding at least 0")
    if kernel_size > size + 2 * padding:
        raise ValueError("no window fits")
    return (size + 2 * padding - kernel_size) // stride + 1


def sliding_windows(x, kernel_size, stride=1):
    check_sizes(x, kernel_size, stride)
    kernel_size = _pair(kernel_size)
    sh, sw = _pair(stride)
    view = np.lib.stride_tricks.sliding_window_view(x.numpy(), kernel_size, axis=(2, 3))
    return view[:, :, ::sh, ::sw]


def conv2d(images, weight, bias=None, stride=1, padding=0):
    check_sizes_conv(images, weight, bias, stride, padding)
    (sh, sw), (ph, pw) = _pair(stride), _pair(padding)
    padded = nn.functional.pad(images, (pw, pw, ph, ph))
    windows = padded.unfold(2, weight.shape[2], sh).unfold(3, weight.shape[3], sw)
    result = torch.einsum("nchwij,ocij->nohw", windows, weight)
    return result if bias is None else result + bias.reshape(-1, 1, 1)


class Conv2d(nn.Module):
    def __init__(self, in_channels, out_channels, kernel_size, stride=1, padding=0, bias=True):
        super().__init__()
        kh, kw = _pair(kernel_size)
        if min(in_channels, out_channels, kh, kw) < 1:
            raise ValueError("channels and kernel_size must be at least 1")
        bound = 1 / (in_channels * kh * kw) ** 0.5
        self.weight = nn.Parameter((torch.rand(out_channels, in_channels, kh, kw) * 2 - 1) * bound)
        self.bias = nn.Parameter((torch.rand(out_channels) * 2 - 1) * bound) if bias else None
        self.stride = stride
        self.padding = padding

    def forward(self, images):
        return conv2d(images, self.weight, self.bias, self.stride, self.padding)
