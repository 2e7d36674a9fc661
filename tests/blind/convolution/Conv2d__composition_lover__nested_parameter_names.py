# {"function": "Conv2d", "kind": "single", "idea": "Keeps the parameters in a ParameterDict, so they are called params.weight and params.bias and a state dict of nn.Conv2d does not load.", "style": "composition_lover"}
# Homework: workbook

import torch
from torch import nn


def output_size(size: int, kernel_size: int, stride: int = 1, padding: int = 0) -> int:
    """Number of windows along one side."""
    if kernel_size < 1 or stride < 1 or padding < 0:
        raise ValueError(f"impossible: kernel {kernel_size}, stride {stride}, padding {padding}")
    starts = range(0, size + padding + padding - kernel_size + 1, stride)
    if len(starts) == 0:
        raise ValueError(f"no window of {kernel_size} fits")
    return len(starts)


def pair(v):
    return (v, v) if isinstance(v, int) else tuple(v)


def sliding_windows(images, kernel_size, stride=1):
    kh, kw = pair(kernel_size)
    sh, sw = pair(stride)
    output_size(images.shape[2], kh, sh)
    output_size(images.shape[3], kw, sw)
    return images.unfold(2, kh, sh).unfold(3, kw, sw)


def conv2d(images, weight, bias=None, stride=1, padding=0):
    sy, sx = (stride, stride) if isinstance(stride, int) else stride
    py, px = (padding, padding) if isinstance(padding, int) else padding
    n, c, h, w = images.shape
    o, c2, kh, kw = weight.shape
    if c != c2 or (bias is not None and tuple(bias.shape) != (o,)):
        raise ValueError("channels do not match")
    if sy < 1 or sx < 1 or py < 0 or px < 0:
        raise ValueError("stride below 1 or padding below 0")
    if kh > h + 2 * py or kw > w + 2 * px:
        raise ValueError("kernel larger than padded picture")
    big = images.new_zeros(n, c, h + 2 * py, w + 2 * px)
    big[:, :, py:py + h, px:px + w] = images
    rows = (h + 2 * py - kh) // sy + 1
    cols = (w + 2 * px - kw) // sx + 1
    total = images.new_zeros(n, o, rows, cols)
    for i in range(kh):
        for j in range(kw):
            part = big[:, :, i:i + sy * (rows - 1) + 1:sy, j:j + sx * (cols - 1) + 1:sx]
            total = total + torch.einsum("nchw,oc->nohw", part, weight[:, :, i, j])
    if bias is not None:
        total = total + bias.view(1, -1, 1, 1)
    return total


class Conv2d(nn.Module):
    def __init__(self, in_channels, out_channels, kernel_size, stride=1, padding=0, bias=True):
        super().__init__()
        kernel = pair(kernel_size)
        if min(kernel) < 1:
            raise ValueError("kernel_size has to be positive")
        bound = (in_channels * kernel[0] * kernel[1]) ** -0.5
        self.params = nn.ParameterDict()
        self.params["weight"] = nn.Parameter((torch.rand(out_channels, in_channels, *kernel) * 2 - 1) * bound)
        if bias:
            self.params["bias"] = nn.Parameter((torch.rand(out_channels) * 2 - 1) * bound)
        self.settings = (stride, padding)

    @property
    def weight(self):
        return self.params["weight"]

    @property
    def bias(self):
        return self.params["bias"] if "bias" in self.params else None

    def forward(self, images):
        return conv2d(images, self.weight, self.bias, *self.settings)
