# {"function": "Conv2d", "kind": "single", "idea": "Uses only the first number of the kernel pair: the weight is always square.", "style": "square_kernels_only"}
import torch
import torch.nn.functional as F
from torch import nn


def _pair(x):
    try:
        first, second = x
    except TypeError:
        first = second = x
    return first, second


def output_size(size, kernel_size, stride=1, padding=0):
    if stride < 1:
        raise ValueError(f"stride {stride} does not move")
    if kernel_size < 1:
        raise ValueError(f"kernel_size {kernel_size} is empty")
    if padding < 0:
        raise ValueError("padding can't be negative")
    starts = range(0, size + 2 * padding - kernel_size + 1, stride)
    if len(starts) == 0:
        raise ValueError("no window fits")
    return len(starts)


def sliding_windows(images, kernel_size, stride=1):
    kh, kw = _pair(kernel_size)
    sh, sw = _pair(stride)
    height, width = images.shape[-2:]
    rows = output_size(height, kh, sh)
    cols = output_size(width, kw, sw)
    lines = []
    for i in range(rows):
        line = [images[:, :, i * sh : i * sh + kh, j * sw : j * sw + kw] for j in range(cols)]
        lines.append(torch.stack(line, dim=2))
    return torch.stack(lines, dim=2)


def conv2d(images, weight, bias=None, stride=1, padding=0):
    if weight.size(1) != images.size(1):
        raise ValueError(f"expected {weight.size(1)} channels, got {images.size(1)}")
    if bias is not None and (bias.dim() != 1 or bias.numel() != weight.size(0)):
        raise ValueError(f"bias has the wrong shape {tuple(bias.shape)}")
    sh, sw = _pair(stride)
    ph, pw = _pair(padding)
    kh, kw = weight.shape[2:]
    ho = output_size(images.shape[2], kh, sh, ph)
    wo = output_size(images.shape[3], kw, sw, pw)
    x = F.pad(images, (pw, pw, ph, ph))
    lines = []
    for i in range(ho):
        line = []
        for j in range(wo):
            patch = x[:, :, i * sh : i * sh + kh, j * sw : j * sw + kw]
            line.append(torch.tensordot(patch, weight, dims=([1, 2, 3], [1, 2, 3])))
        lines.append(torch.stack(line, dim=-1))
    result = torch.stack(lines, dim=-2)
    if bias is not None:
        result = result + bias.reshape(-1, 1, 1)
    return result


class Conv2d(nn.Module):
    def __init__(self, in_channels, out_channels, kernel_size, stride=1, padding=0, bias=True):
        super().__init__()
        if isinstance(kernel_size, (tuple, list)):
            kernel_size = kernel_size[0]
        if kernel_size < 1:
            raise ValueError("kernel_size must be at least 1")
        shape = (out_channels, in_channels, kernel_size, kernel_size)
        self.weight = nn.Parameter(nn.init.xavier_normal_(torch.empty(shape)))
        self.bias = nn.Parameter(torch.randn(out_channels) / 10) if bias else None
        self.stride = stride
        self.padding = padding

    def forward(self, images):
        return conv2d(images, self.weight, self.bias, self.stride, self.padding)
