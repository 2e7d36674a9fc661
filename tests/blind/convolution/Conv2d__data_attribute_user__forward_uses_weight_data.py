# {"function": "Conv2d", "kind": "single", "idea": "Convolves with weight.data, so the weight never gets a gradient.", "style": "data_attribute_user"}
# windows -> numbers
import torch
from torch import nn


def pairify(x):
    return (x, x) if isinstance(x, int) else tuple(x)


def _both(v):
    try:
        vertical, horizontal = v
    except TypeError:
        vertical = horizontal = v
    return vertical, horizontal


hw = lambda v: v if isinstance(v, tuple) else (v, v)


def _places(side, k, s, p=0):
    if k < 1 or s < 1:
        raise ValueError("kernel_size and stride must be at least 1")
    if p < 0:
        raise ValueError("padding can't be negative")
    if k > side + 2 * p:
        raise ValueError(f"a window of {k} does not fit on {side + 2 * p} pixels")
    return (side + 2 * p - k) // s + 1


def _check_channels(images, weight, bias):
    if images.shape[1] != weight.shape[1]:
        raise ValueError("the images and the kernels have different numbers of channels")
    if bias is not None and tuple(bias.shape) != (weight.shape[0],):
        raise ValueError("there must be one bias per output channel")


def output_size(size, kernel_size, stride=1, padding=0):
    # number of steps you can take + the window you start with
    for name, value, least in (("kernel_size", kernel_size, 1), ("stride", stride, 1), ("padding", padding, 0)):
        if value < least:
            raise ValueError(f"{name} must be >= {least}, got {value}")
    padded = size + 2 * padding
    if padded < kernel_size:
        raise ValueError(f"kernel {kernel_size} > padded side {padded}")
    steps, _left_over = divmod(padded - kernel_size, stride)
    return steps + 1


def sliding_windows(images, kernel_size, stride=1):
    kh, kw = _both(kernel_size)
    sh, sw = _both(stride)
    ho = _places(images.size(2), kh, sh)
    wo = _places(images.size(3), kw, sw)
    ys = torch.arange(ho)[:, None] * sh + torch.arange(kh)[None, :]      # (ho, kh)
    xs = torch.arange(wo)[:, None] * sw + torch.arange(kw)[None, :]      # (wo, kw)
    return images[:, :, ys[:, None, :, None], xs[None, :, None, :]]


def conv2d(images, weight, bias=None, stride=1, padding=0):
    _check_channels(images, weight, bias)
    ph, pw = pairify(padding)
    sh, sw = pairify(stride)
    kh, kw = weight.shape[2:]
    _places(images.shape[2], kh, sh, ph)
    _places(images.shape[3], kw, sw, pw)
    x = nn.functional.pad(images, (pw, pw, ph, ph))
    win = x.unfold(2, kh, sh).unfold(3, kw, sw)
    out = torch.einsum("nchwij,ocij->nohw", win, weight)
    if bias is not None:
        out = out + bias[:, None, None]
    return out


class Conv2d(nn.Module):

    def __init__(self, in_channels, out_channels, kernel_size, stride=1, padding=0, bias=True):
        super(Conv2d, self).__init__()
        kernel_size = hw(kernel_size)
        if any(k < 1 for k in kernel_size):
            raise ValueError("kernel_size must be >= 1")
        self.stride = stride
        self.padding = padding
        self.weight = nn.Parameter(torch.Tensor(out_channels, in_channels, *kernel_size))
        self.bias = nn.Parameter(torch.Tensor(out_channels)) if bias else None
        self.weight.data.normal_(0, 0.02)
        if bias:
            self.bias.data.normal_(0, 0.02)

    def forward(self, images):
        return conv2d(images, self.weight.data, self.bias, self.stride, self.padding)
