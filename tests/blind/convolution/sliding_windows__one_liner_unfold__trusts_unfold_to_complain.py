# {"function": "sliding_windows", "kind": "single", "idea": "Leaves the checking to Tensor.unfold, which raises RuntimeError and no ValueError.", "style": "one_liner_unfold"}
# convolution.py

import torch
import torch.nn.functional as F
from torch import nn


_hw = lambda p: p if hasattr(p, "__len__") else (p, p)  # noqa: E731


def output_size(size, kernel_size, stride=1, padding=0):
    full = size + padding + padding
    if kernel_size < 1 or stride < 1 or padding < 0 or full < kernel_size:
        raise ValueError("These window parameters are impossible.")
    # one window for the first position, one more for every full step
    return 1 + (full - kernel_size) // stride


def sliding_windows(images, kernel_size, stride=1):
    (kh, kw), (sh, sw) = _hw(kernel_size), _hw(stride)
    return images.unfold(2, kh, sh).unfold(3, kw, sw)


def conv2d(images, weight, bias=None, stride=1, padding=0):
    if weight.size(1) != images.size(1):
        raise ValueError(f"expected {weight.size(1)} channels, got {images.size(1)}")
    if bias is not None and (bias.dim() != 1 or bias.numel() != weight.size(0)):
        raise ValueError(f"bias has the wrong shape {tuple(bias.shape)}")
    sh, sw = _hw(stride)
    ph, pw = _hw(padding)
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
        size = tuple(_hw(kernel_size))
        if min(size) < 1:
            raise ValueError("the kernel has no pixels")
        self.weight = nn.Parameter(torch.randn(out_channels, in_channels, *size) * 0.1)
        self.bias = nn.Parameter(torch.randn(out_channels) * 0.1) if bias else None
        self.stride, self.padding = stride, padding

    def forward(self, images):
        return conv2d(images, self.weight, self.bias, self.stride, self.padding)
