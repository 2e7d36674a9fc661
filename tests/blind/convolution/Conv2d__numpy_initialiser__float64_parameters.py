# {"function": "Conv2d", "kind": "single", "idea": "Draws the weights with NumPy and wraps them as they are, so the parameters are float64 and a float32 picture does not go with them.", "style": "numpy_initialiser"}
"""My solution."""

import math
import numpy as np
import torch
import torch.nn.functional as F
from torch import nn


def output_size(size, kernel_size, stride=1, padding=0):
    total = size + 2 * padding
    if min(kernel_size, stride) < 1 or padding < 0 or kernel_size > total:
        raise ValueError("No window fits with these numbers.")
    return int(math.floor((total - kernel_size) / stride)) + 1


def pair(v):
    return (v, v) if isinstance(v, int) else tuple(v)


def sliding_windows(images, kernel_size, stride=1):
    kh, kw = pair(kernel_size)
    sh, sw = pair(stride)
    output_size(images.shape[2], kh, sh)
    output_size(images.shape[3], kw, sw)
    return images.unfold(2, kh, sh).unfold(3, kw, sw)


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
    def __init__(self, in_channels, out_channels, kernel_size, stride=1, padding=0, bias=True):
        super().__init__()
        kh, kw = (kernel_size, kernel_size) if isinstance(kernel_size, int) else kernel_size
        if min(kh, kw) < 1:
            raise ValueError("kernel_size must be positive")
        limit = np.sqrt(1.0 / (in_channels * kh * kw))
        start = np.random.uniform(-limit, limit, (out_channels, in_channels, kh, kw))
        self.weight = nn.Parameter(torch.from_numpy(start))
        self.bias = nn.Parameter(torch.from_numpy(np.random.uniform(-limit, limit, out_channels))) if bias else None
        self.stride = stride
        self.padding = padding

    def forward(self, images):
        return conv2d(images, self.weight, self.bias, self.stride, self.padding)
