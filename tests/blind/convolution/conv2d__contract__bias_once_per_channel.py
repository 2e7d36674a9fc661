# {"function": "conv2d", "kind": "single", "idea": "The bias is added inside the loop over input channels, once for each of them.", "style": "contract"}
import math

import torch
from torch import nn


def both(x):
    try:
        a, b = x
    except TypeError:
        a = b = x
    return int(a), int(b)


def fits(length, k, step):
    """Number of positions along one side."""
    if k <= 0 or step <= 0:
        raise ValueError(f"kernel {k} and stride {step} must be positive")
    if k > length:
        raise ValueError(f"kernel {k} is longer than the side {length}")
    return 1 + (length - k) // step


def zero_border(images, ph, pw):
    if ph < 0 or pw < 0:
        raise ValueError("padding can't be negative")
    n, c, h, w = images.shape
    bigger = images.new_zeros((n, c, h + 2 * ph, w + 2 * pw))
    bigger[:, :, ph:ph + h, pw:pw + w] = images
    return bigger


def output_size(size, kernel_size, stride=1, padding=0):
    if kernel_size < 1 or stride < 1 or padding < 0 or kernel_size > size + padding + padding:
        raise ValueError(f"a kernel of {kernel_size} can't slide over {size} with stride {stride}")
    return len(range(0, size + 2 * padding - kernel_size + 1, stride))


def sliding_windows(images, kernel_size, stride=1):
    k1, k2 = both(kernel_size)
    s1, s2 = both(stride)
    n, c, h, w = images.shape
    h_out, w_out = output_size(h, k1, s1), output_size(w, k2, s2)
    result = images.new_zeros((n, c, h_out, w_out, k1, k2))
    for i in range(h_out):
        for j in range(w_out):
            result[:, :, i, j] = images[:, :, i * s1:i * s1 + k1, j * s2:j * s2 + k2]
    return result


def conv2d(images, weight, bias=None, stride=1, padding=0):
    sh, sw = both(stride)
    x = zero_border(images, *both(padding))
    O, C, kh, kw = weight.shape
    if x.shape[1] != C:
        raise ValueError("wrong number of channels")
    rows, cols = fits(x.shape[2], kh, sh), fits(x.shape[3], kw, sw)
    maps = []
    for o in range(O):
        total = 0
        for c in range(C):
            grid = torch.stack([
                torch.stack([(x[:, c, i * sh:i * sh + kh, j * sw:j * sw + kw] * weight[o, c]).sum((1, 2)) for j in range(cols)], -1)
                for i in range(rows)], -2)
            if bias is not None:
                grid = grid + bias[o]
            total = total + grid
        maps.append(total)
    return torch.stack(maps, dim=1)


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
