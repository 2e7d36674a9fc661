# {"function": "conv2d", "kind": "single", "idea": "Walks the channels of picture and kernel with zip, which silently stops at the shorter one, so a mismatch of channels is not refused.", "style": "pythonic_zip"}
# all tests at home passed

import math
import torch
import torch.nn.functional as F
from torch import nn


def output_size(size, kernel_size, stride=1, padding=0):
    total = size + 2 * padding
    if min(kernel_size, stride) < 1 or padding < 0 or kernel_size > total:
        raise ValueError("No window fits with these numbers.")
    return int(math.floor((total - kernel_size) / stride)) + 1


def to_two(x):
    if isinstance(x, int):
        return x, x
    return x


def sliding_windows(x, kernel_size, stride=1):
    (kh, kw), (sh, sw) = to_two(kernel_size), to_two(stride)
    if min(kh, kw, sh, sw) < 1 or kh > x.shape[2] or kw > x.shape[3]:
        raise ValueError("windows do not fit or numbers below 1")
    n, c, h, w = x.shape
    a, b, down, right = x.stride()
    return x.as_strided((n, c, (h - kh) // sh + 1, (w - kw) // sw + 1, kh, kw), (a, b, down * sh, right * sw, down, right))


def _plane(plane, kernel, stride):
    """One channel of all pictures (N, H, W) with one kernel (K_h, K_w)."""
    windows = sliding_windows(plane[:, None], tuple(kernel.shape), stride)[:, 0]
    return (windows * kernel).sum(dim=(-2, -1))


def conv2d(images, weight, bias=None, stride=1, padding=0):
    ph, pw = to_two(padding)
    if ph < 0 or pw < 0:
        raise ValueError("padding must not be negative")
    if bias is not None and tuple(bias.shape) != (weight.shape[0],):
        raise ValueError("bias and weight do not match")
    padded = F.pad(images, (pw, pw, ph, ph))
    answers = []
    for kernel in weight:
        answers.append(sum(_plane(p, k, stride) for p, k in zip(padded.unbind(1), kernel)))
    out = torch.stack(answers, dim=1)
    return out if bias is None else out + bias[None, :, None, None]


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
