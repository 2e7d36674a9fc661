# {"function": "conv2d", "kind": "right", "idea": "Right in an unusual style: the kernel is spread into one large matrix that multiplies the flattened pictures.", "style": "contract"}
import math

import torch
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
    if stride < 1 or kernel_size < 1 or padding < 0:
        raise ValueError("Stride and kernel start at 1, padding at 0.")
    full = size + 2 * padding
    if kernel_size > full:
        raise ValueError("The kernel is larger than the padded picture.")
    return (full - kernel_size) // stride + 1


def sliding_windows(images, kernel_size, stride=1):
    kh, kw = as_two(kernel_size)
    sh, sw = as_two(stride)
    rows = fits(images.size(2), kh, sh)
    cols = fits(images.size(3), kw, sw)
    return torch.stack([
        torch.stack([images[:, :, i * sh:i * sh + kh, j * sw:j * sw + kw] for j in range(cols)], dim=2)
        for i in range(rows)], dim=2)


def conv2d(images, weight, bias=None, stride=1, padding=0):
    sh, sw = as_two(stride)
    ph, pw = as_two(padding)
    N, C, H, W = images.shape
    O, C2, kh, kw = weight.shape
    if C != C2:
        raise ValueError("channels differ")
    if ph < 0 or pw < 0:
        raise ValueError("padding below zero")
    Ho, Wo = fits(H + 2 * ph, kh, sh), fits(W + 2 * pw, kw, sw)
    big = weight.new_zeros(O, Ho, Wo, C, H, W)
    for i in range(Ho):
        for j in range(Wo):
            for a in range(kh):
                for b in range(kw):
                    y, x = i * sh + a - ph, j * sw + b - pw
                    if 0 <= y < H and 0 <= x < W:
                        big[:, i, j, :, y, x] = weight[:, :, a, b]
    out = images.reshape(N, -1) @ big.reshape(O * Ho * Wo, -1).T
    out = out.reshape(N, O, Ho, Wo)
    return out if bias is None else out + bias[:, None, None]


def compare_with_torch():
    x, w, b = torch.rand(2, 3, 6, 7), torch.rand(4, 3, 3, 2), torch.rand(4)
    print((conv2d(x, w, b, (2, 1), 1) - torch.conv2d(x, w, b, (2, 1), 1)).abs().max())


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
