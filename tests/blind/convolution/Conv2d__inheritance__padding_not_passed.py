# {"function": "Conv2d", "kind": "single", "idea": "Inherits from nn.Conv2d but the forward pass forgets to hand over the padding.", "style": "inheritance"}
import torch
from torch import nn


def to_pair(v):
    try:
        a, b = v
    except TypeError:
        a = b = v
    return int(a), int(b)


def output_size(size, kernel_size, stride=1, padding=0):
    if stride < 1:
        raise ValueError("stride must be 1 or more")
    if kernel_size < 1:
        raise ValueError("kernel_size must be 1 or more")
    if padding < 0:
        raise ValueError("padding must be 0 or more")
    full = size + padding + padding
    if full < kernel_size:
        raise ValueError("kernel_size is larger than the padded input")
    return 1 + (full - kernel_size) // stride


def sliding_windows(images, kernel_size, stride=1):
    kh, kw = to_pair(kernel_size)
    sh, sw = to_pair(stride)
    oh = output_size(images.shape[-2], kh, sh)
    ow = output_size(images.shape[-1], kw, sw)
    rows = torch.arange(oh)[:, None] * sh + torch.arange(kh)[None, :]
    cols = torch.arange(ow)[:, None] * sw + torch.arange(kw)[None, :]
    return images[:, :, rows[:, None, :, None], cols[None, :, None, :]]


def zero_pad(images, ph, pw):
    n, c, h, w = images.shape
    sides = images.new_zeros(n, c, h, pw)
    images = torch.cat([sides, images, sides], dim=3)
    caps = images.new_zeros(n, c, ph, w + 2 * pw)
    return torch.cat([caps, images, caps], dim=2)


def conv2d(images, weight, bias=None, stride=1, padding=0):
    ph, pw = to_pair(padding)
    if min(ph, pw) < 0:
        raise ValueError("padding must be 0 or more")
    o, c, kh, kw = weight.shape
    if images.shape[1] != c:
        raise ValueError("number of channels does not match")
    windows = sliding_windows(zero_pad(images, ph, pw), (kh, kw), stride)
    n, _, oh, ow = windows.shape[:4]
    cols = windows.permute(0, 2, 3, 1, 4, 5).reshape(n * oh * ow, c * kh * kw)
    result = cols @ weight.reshape(o, c * kh * kw).T
    if bias is not None:
        result = result + bias
    return result.reshape(n, oh, ow, o).permute(0, 3, 1, 2)


class Conv2d(nn.Conv2d):
    """The parent makes the parameters, the forward pass is mine."""

    def __init__(self, in_channels, out_channels, kernel_size, stride=1, padding=0, bias=True):
        if min(to_pair(kernel_size)) < 1 or min(to_pair(stride)) < 1 or min(to_pair(padding)) < 0:
            raise ValueError("settings out of range")
        super().__init__(in_channels, out_channels, kernel_size, stride=stride, padding=padding, bias=bias)

    def forward(self, input):
        return conv2d(input, self.weight, self.bias, self.stride)
