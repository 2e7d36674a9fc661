# {"function": "sliding_windows", "kind": "single", "idea": "Reads a pair for kernel_size as (width, height), as OpenCV's sizes are, while the contract says (vertical, horizontal).", "style": "opencv_sizes"}
# all tests at home passed

import math
import torch
import torch.nn.functional as F
from torch import nn


def output_size(size: int, kernel_size: int, stride: int = 1, padding: int = 0) -> int:
    """Number of windows along one side."""
    if kernel_size < 1 or stride < 1 or padding < 0:
        raise ValueError(f"impossible: kernel {kernel_size}, stride {stride}, padding {padding}")
    starts = range(0, size + padding + padding - kernel_size + 1, stride)
    if len(starts) == 0:
        raise ValueError(f"no window of {kernel_size} fits")
    return len(starts)


def sliding_windows(images, kernel_size, stride=1):
    if isinstance(kernel_size, int):
        kernel_size = (kernel_size, kernel_size)
    if isinstance(stride, int):
        stride = (stride, stride)
    ksize_w, ksize_h = kernel_size
    step_y, step_x = stride
    height, width = images.shape[2:]
    if ksize_w < 1 or ksize_h < 1 or step_y < 1 or step_x < 1:
        raise ValueError("sizes and steps must be positive")
    if ksize_w > width or ksize_h > height:
        raise ValueError("window larger than image")
    ys = torch.arange(0, height - ksize_h + 1, step_y)
    xs = torch.arange(0, width - ksize_w + 1, step_x)
    yy = ys[:, None] + torch.arange(ksize_h)[None, :]
    xx = xs[:, None] + torch.arange(ksize_w)[None, :]
    return images[:, :, yy[:, None, :, None], xx[None, :, None, :]]


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
    def __init__(self, in_channels, out_channels, kernel_size, stride=1, padding=0, bias=True):
        super().__init__()
        kh, kw = (kernel_size, kernel_size) if isinstance(kernel_size, int) else kernel_size
        if kh < 1 or kw < 1:
            raise ValueError("kernel_size must be at least 1")
        self.stride = stride
        self.padding = padding
        bound = 1 / math.sqrt(in_channels * kh * kw)
        self.weight = nn.Parameter(torch.empty(out_channels, in_channels, kh, kw).uniform_(-bound, bound))
        if bias:
            self.bias = nn.Parameter(torch.empty(out_channels).uniform_(-bound, bound))
        else:
            self.bias = None

    def forward(self, images):
        return conv2d(images, self.weight, self.bias, self.stride, self.padding)
