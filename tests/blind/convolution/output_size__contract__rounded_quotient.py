# {"function": "output_size", "kind": "single", "idea": "The quotient is rounded to the nearest whole number instead of cut off.", "style": "contract"}
import math

import torch
import torch.nn.functional as F
from torch import nn


as_two = lambda x: (x, x) if isinstance(x, int) else tuple(x)


def fits(length, k, step):
    """Number of positions along one side."""
    if k <= 0 or step <= 0:
        raise ValueError(f"kernel {k} and stride {step} must be positive")
    if k > length:
        raise ValueError(f"kernel {k} is longer than the side {length}")
    return 1 + (length - k) // step


def output_size(size, kernel_size, stride=1, padding=0):
    if kernel_size < 1 or stride < 1 or padding < 0 or kernel_size > size + 2 * padding:
        raise ValueError("these numbers leave no room for a window")
    return round((size - kernel_size + 2 * padding) / stride) + 1


def sliding_windows(images, kernel_size, stride=1):
    (kh, kw), (sh, sw) = as_two(kernel_size), as_two(stride)
    N, C, H, W = images.shape
    Ho, Wo = fits(H, kh, sh), fits(W, kw, sw)
    a, b, c, d = images.stride()
    return images.as_strided((N, C, Ho, Wo, kh, kw), (a, b, c * sh, d * sw, c, d), images.storage_offset())


def conv2d(images, weight, bias=None, stride=1, padding=0):
    sh, sw = as_two(stride)
    ph, pw = as_two(padding)
    n, c, h, w = images.shape
    o, c2, kh, kw = weight.shape
    if c != c2:
        raise ValueError("channels do not match")
    if ph < 0 or pw < 0:
        raise ValueError("negative padding")
    x = F.pad(images, (pw, pw, ph, ph))
    ho, wo = fits(h + 2 * ph, kh, sh), fits(w + 2 * pw, kw, sw)
    flat = weight.reshape(o, -1)
    columns = [x[:, :, i * sh:i * sh + kh, j * sw:j * sw + kw].reshape(n, -1) for i in range(ho) for j in range(wo)]
    y = torch.stack(columns, dim=1) @ flat.T
    if bias is not None:
        y = y + bias
    return y.transpose(1, 2).reshape(n, o, ho, wo)


class Conv2d(nn.Module):
    def __init__(self, in_channels, out_channels, kernel_size, stride=1, padding=0, bias=True):
        super().__init__()
        if isinstance(kernel_size, int):
            kernel_size = (kernel_size, kernel_size)
        if kernel_size[0] < 1 or kernel_size[1] < 1:
            raise ValueError("empty kernel")
        self.options = dict(stride=stride, padding=padding)
        self.weight = nn.Parameter(torch.empty((out_channels, in_channels) + tuple(kernel_size)))
        nn.init.kaiming_uniform_(self.weight, a=math.sqrt(5))
        self.bias = None
        if bias:
            fan_in = self.weight[0].numel()
            self.bias = nn.Parameter(torch.empty(out_channels))
            nn.init.uniform_(self.bias, -1 / math.sqrt(fan_in), 1 / math.sqrt(fan_in))

    def forward(self, images):
        return conv2d(images, self.weight, self.bias, **self.options)
