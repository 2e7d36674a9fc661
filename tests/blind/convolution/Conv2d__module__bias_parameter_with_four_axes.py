# {"function": "Conv2d", "kind": "single", "idea": "The bias parameter has the shape (1, O, 1, 1), ready for broadcasting, so a state dict of nn.Conv2d does not load.", "style": "module"}
import torch
import torch.nn.functional as F
from torch import nn


def _pair(x):
    return (x, x) if isinstance(x, int) else tuple(x)


def output_size(size, kernel_size, stride=1, padding=0):
    if kernel_size < 1 or stride < 1:
        raise ValueError("kernel_size and stride must be at least 1")
    if padding < 0:
        raise ValueError("padding must not be negative")
    room = size + 2 * padding - kernel_size
    if room < 0:
        raise ValueError("the kernel is larger than the padded picture")
    return room // stride + 1


def sliding_windows(images, kernel_size, stride=1):
    kh, kw = _pair(kernel_size)
    sh, sw = _pair(stride)
    output_size(images.shape[2], kh, sh)
    output_size(images.shape[3], kw, sw)
    return images.unfold(2, kh, sh).unfold(3, kw, sw)


def conv2d(images, weight, bias=None, stride=1, padding=0):
    if images.shape[1] != weight.shape[1]:
        raise ValueError("images and weight have different numbers of channels")
    if bias is not None and tuple(bias.shape) != (weight.shape[0],):
        raise ValueError("bias needs one number per kernel")
    ph, pw = _pair(padding)
    if ph < 0 or pw < 0:
        raise ValueError("padding must not be negative")
    padded = F.pad(images, (pw, pw, ph, ph))
    windows = sliding_windows(padded, tuple(weight.shape[2:]), stride)
    result = torch.einsum("ncijuv,ocuv->noij", windows, weight)
    if bias is not None:
        result = result + bias[None, :, None, None]
    return result


class Conv2d(nn.Module):
    def __init__(self, in_channels, out_channels, kernel_size, stride=1, padding=0, bias=True):
        super().__init__()
        kh, kw = _pair(kernel_size)
        self.stride = stride
        self.padding = padding
        self.weight = nn.Parameter(torch.randn(out_channels, in_channels, kh, kw) / (in_channels * kh * kw))
        self.bias = nn.Parameter(torch.randn(1, out_channels, 1, 1)) if bias else None

    def forward(self, images):
        result = conv2d(images, self.weight, None, self.stride, self.padding)
        if self.bias is not None:
            result = result + self.bias
        return result
