# {"function": "output_size", "kind": "right", "idea": "Right: counts the possible starts with a ceiling division, and raises an own subclass of ValueError.", "style": "tensorflow_formula"}
class DoesNotFit(ValueError):
    """A window that has no place."""
import torch
import torch.nn.functional as F
from torch import nn


def _pair(x):
    return (x, x) if isinstance(x, int) else tuple(x)


def output_size(size, kernel_size, stride=1, padding=0):
    if kernel_size < 1 or stride < 1 or padding < 0:
        raise DoesNotFit(f"kernel {kernel_size}, stride {stride}, padding {padding}: impossible")
    places = (size + padding) + (padding + 1) - kernel_size
    if places <= 0:
        raise DoesNotFit("no window fits")
    return -(-places // stride)


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
        if kh < 1 or kw < 1:
            raise ValueError("kernel_size must be at least 1")
        self.stride = stride
        self.padding = padding
        bound = 1 / (in_channels * kh * kw) ** 0.5
        self.weight = nn.Parameter(torch.empty(out_channels, in_channels, kh, kw).uniform_(-bound, bound))
        if bias:
            self.bias = nn.Parameter(torch.empty(out_channels).uniform_(-bound, bound))
        else:
            self.register_parameter("bias", None)

    def forward(self, images):
        return conv2d(images, self.weight, self.bias, self.stride, self.padding)
