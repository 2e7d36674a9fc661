# {"function": "sliding_windows", "kind": "single", "idea": "Computes the memory steps for as_strided from the shape, as if every tensor were contiguous; transposed pictures give wrong windows.", "style": "pointer_person"}
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
    kh, kw = kernel_size if isinstance(kernel_size, tuple) else (kernel_size, kernel_size)
    sh, sw = stride if isinstance(stride, tuple) else (stride, stride)
    n, c, h, w = images.shape
    rows, cols = output_size(h, kh, sh), output_size(w, kw, sw)
    # row-major memory: one step down is w numbers, one channel is h*w numbers
    plane = h * w
    steps = (c * plane, plane, sh * w, sw, w, 1)
    return torch.as_strided(images, (n, c, rows, cols, kh, kw), steps)


def conv2d(images, weight, bias=None, stride=1, padding=0):
    """Patches as columns, kernels as rows, one matrix product."""
    step = (stride, stride) if isinstance(stride, int) else tuple(stride)
    pad = (padding, padding) if isinstance(padding, int) else tuple(padding)
    if min(step) < 1 or min(pad) < 0:
        raise ValueError("stride must be >= 1 and padding >= 0")
    if images.shape[1] != weight.shape[1]:
        raise ValueError(f"{images.shape[1]} channels, but the kernels have {weight.shape[1]}")
    if bias is not None and bias.numel() != weight.shape[0]:
        raise ValueError("one bias per kernel, please")
    x = F.pad(images, (pad[1], pad[1], pad[0], pad[0]))
    o, c, kh, kw = weight.shape
    if x.shape[2] < kh or x.shape[3] < kw:
        raise ValueError("kernel does not fit")
    patches = x.unfold(2, kh, step[0]).unfold(3, kw, step[1]).permute(0, 2, 3, 1, 4, 5)
    n, rows, cols = patches.shape[:3]
    out = patches.reshape(n * rows * cols, c * kh * kw) @ weight.reshape(o, -1).t()
    if bias is not None:
        out = out + bias
    return out.reshape(n, rows, cols, o).permute(0, 3, 1, 2)


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
