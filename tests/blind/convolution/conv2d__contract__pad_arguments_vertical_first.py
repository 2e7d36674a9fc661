# {"function": "conv2d", "kind": "single", "idea": "F.pad gets the vertical padding first, where it wants left and right: a padding pair is swapped.", "style": "contract"}
import torch
import torch.nn.functional as F
from torch import nn


def _pair(value):
    """An int stands for both directions."""
    if isinstance(value, (tuple, list)):
        return tuple(value)
    return (value, value)


def _check(h, w, kh, kw, sh, sw):
    if kh < 1 or kw < 1:
        raise ValueError("The kernel needs at least one row and one column.")
    if sh < 1 or sw < 1:
        raise ValueError("The stride has to be at least 1.")
    if kh > h or kw > w:
        raise ValueError("The kernel does not fit into the picture.")


def output_size(size, kernel_size, stride=1, padding=0):
    if stride < 1 or kernel_size < 1 or padding < 0:
        raise ValueError("Stride and kernel start at 1, padding at 0.")
    full = size + 2 * padding
    if kernel_size > full:
        raise ValueError("The kernel is larger than the padded picture.")
    return (full - kernel_size) // stride + 1


def sliding_windows(images, kernel_size, stride=1):
    kh, kw = _pair(kernel_size)
    sh, sw = _pair(stride)
    _check(images.shape[2], images.shape[3], kh, kw, sh, sw)
    return images.unfold(2, kh, sh).unfold(3, kw, sw)


def conv2d(images, weight, bias=None, stride=1, padding=0):
    ph, pw = _pair(padding)
    if min(ph, pw) < 0:
        raise ValueError("Padding is at least 0.")
    if images.shape[1] != weight.shape[1]:
        raise ValueError("Channels differ.")
    images = F.pad(images, (ph, ph, pw, pw))
    win = sliding_windows(images, tuple(weight.shape[-2:]), stride)
    out = torch.tensordot(win, weight, dims=([1, 4, 5], [1, 2, 3])).permute(0, 3, 1, 2)
    if bias is not None:
        out = out + bias.view(-1, 1, 1)
    return out


class Conv2d(nn.Module):
    def __init__(self, in_channels, out_channels, kernel_size, stride=1, padding=0, bias=True):
        super().__init__()
        kh, kw = _pair(kernel_size)
        if kh < 1 or kw < 1:
            raise ValueError("The kernel needs at least one row and one column.")
        self.stride = stride
        self.padding = padding
        limit = (in_channels * kh * kw) ** -0.5
        self.weight = nn.Parameter((torch.rand(out_channels, in_channels, kh, kw) * 2 - 1) * limit)
        self.bias = nn.Parameter((torch.rand(out_channels) * 2 - 1) * limit) if bias else None

    def forward(self, images):
        return conv2d(images, self.weight, self.bias, self.stride, self.padding)
