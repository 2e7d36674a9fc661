# {"function": "sliding_windows", "kind": "single", "idea": "Keeps a last window that would stick out by pushing it back until it fits, as when cutting large photos into tiles.", "style": "tile_cutter_min_start"}
"""Task: convolution."""

import torch
import torch.nn.functional as F
from torch import nn
from torch.nn.modules.utils import _pair as both_ways


def output_size(size, kernel_size, stride=1, padding=0):
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


def _starts(size, kernel, step):
    output_size(size, kernel, step)
    starts = list(range(0, size - kernel + 1, step))
    if starts[-1] + kernel < size:
        starts.append(size - kernel)  # cover the rest of the picture too
    return starts


def sliding_windows(images, kernel_size, stride=1):
    kh, kw = both_ways(kernel_size)
    sh, sw = both_ways(stride)
    tops = _starts(images.shape[2], kh, sh)
    lefts = _starts(images.shape[3], kw, sw)
    return torch.stack(
        [torch.stack([images[..., t : t + kh, l : l + kw] for l in lefts], dim=2) for t in tops], dim=2
    )


def conv2d(images, weight, bias=None, stride=1, padding=0):
    if images.shape[1] != weight.shape[1]:
        raise ValueError("images and weight have different numbers of channels")
    if bias is not None and tuple(bias.shape) != (weight.shape[0],):
        raise ValueError("bias needs one number per output channel")
    sh, sw = both_ways(stride)
    ph, pw = both_ways(padding)
    out_c, _, kh, kw = weight.shape
    output_size(images.shape[2], kh, sh, ph)
    output_size(images.shape[3], kw, sw, pw)
    padded = F.pad(images, (pw, pw, ph, ph))
    windows = padded.unfold(2, kh, sh).unfold(3, kw, sw)
    result = torch.einsum("nchwij,ocij->nohw", windows, weight)
    return result if bias is None else result + bias.view(1, -1, 1, 1)


class Conv2d(nn.Module):
    def __init__(self, in_channels, out_channels, kernel_size, stride=1, padding=0, bias=True):
        super().__init__()
        kh, kw = both_ways(kernel_size)
        if kh < 1 or kw < 1:
            raise ValueError("kernel_size must be at least 1")
        bound = (in_channels * kh * kw) ** -0.5
        self.weight = nn.Parameter(torch.empty(out_channels, in_channels, kh, kw).uniform_(-bound, bound))
        if bias:
            self.bias = nn.Parameter(torch.empty(out_channels).uniform_(-bound, bound))
        else:
            self.register_parameter("bias", None)
        self.stride = stride
        self.padding = padding

    def forward(self, images):
        return conv2d(images, self.weight, self.bias, self.stride, self.padding)
