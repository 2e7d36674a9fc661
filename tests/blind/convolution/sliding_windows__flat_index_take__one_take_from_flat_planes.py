# {"function": "sliding_windows", "kind": "right", "idea": "Right: computes the flat index of every pixel of every window and takes them from flattened planes.", "style": "flat_index_take"}
import math
import torch
import torch.nn.functional as F
from torch import nn


def output_size(size, kernel_size, stride=1, padding=0):
    total = size + 2 * padding
    if min(kernel_size, stride) < 1 or padding < 0 or kernel_size > total:
        raise ValueError("No window fits with these numbers.")
    return int(math.floor((total - kernel_size) / stride)) + 1


def sliding_windows(images, kernel_size, stride=1):
    kh, kw = kernel_size if isinstance(kernel_size, (tuple, list)) else [kernel_size] * 2
    sh, sw = stride if isinstance(stride, (tuple, list)) else [stride] * 2
    n, c, h, w = images.shape
    oh, ow = output_size(h, kh, sh), output_size(w, kw, sw)
    y = (torch.arange(oh) * sh).view(oh, 1, 1, 1) + torch.arange(kh).view(1, 1, kh, 1)
    x = (torch.arange(ow) * sw).view(1, ow, 1, 1) + torch.arange(kw).view(1, 1, 1, kw)
    flat = (y * w + x).reshape(-1)
    return images.flatten(2).index_select(2, flat).view(n, c, oh, ow, kh, kw)


def conv2d(images, weight, bias=None, stride=1, padding=0):
    ph, pw = (padding, padding) if isinstance(padding, int) else padding
    if ph < 0 or pw < 0:
        raise ValueError("padding must not be negative")
    if images.shape[1] != weight.shape[1]:
        raise ValueError("channels of images and weight differ")
    if bias is not None and bias.shape != weight.shape[:1]:
        raise ValueError("bias needs one number per output channel")
    padded = F.pad(images, (pw, pw, ph, ph))
    windows = sliding_windows(padded, tuple(weight.shape[2:]), stride)
    result = torch.einsum("nchwij,ocij->nohw", windows, weight)
    if bias is not None:
        result = result + bias[:, None, None]
    return result


class Conv2d(nn.Module):
    """conv2d with weights of its own."""

    def __init__(self, in_channels, out_channels, kernel_size, stride=1, padding=0, bias=True):
        super().__init__()
        if isinstance(kernel_size, int):
            kernel_size = (kernel_size, kernel_size)
        if min(kernel_size) < 1:
            raise ValueError("no empty kernels")
        self.weight = nn.Parameter(torch.randn(out_channels, in_channels, *kernel_size) * 0.1)
        self.register_parameter("bias", nn.Parameter(torch.randn(out_channels) * 0.1) if bias else None)
        self.options = {"stride": stride, "padding": padding}

    def forward(self, images):
        return conv2d(images, self.weight, bias=self.bias, **self.options)
