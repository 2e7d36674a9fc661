# Part 3 - convolution, with loops only
import torch
from torch import nn


def makePair(x):
    # 3 means (3, 3)
    if isinstance(x, int):
        return (x, x)
    return (x[0], x[1])


def output_size(size, kernel_size, stride=1, padding=0):
    if kernel_size < 1:
        raise ValueError("The kernel must have at least one pixel.")
    if stride < 1:
        raise ValueError("The stride must be at least 1.")
    if padding < 0:
        raise ValueError("The padding can not be negative.")
    padded = size + 2 * padding
    if kernel_size > padded:
        raise ValueError("The kernel does not fit into the picture.")
    # count them!
    count = 0
    start = 0
    while start + kernel_size <= padded:
        count = count + 1
        start = start + stride
    return count


def sliding_windows(images, kernel_size, stride=1):
    kh, kw = makePair(kernel_size)
    sh, sw = makePair(stride)
    batch, channels, height, width = images.shape
    outH = output_size(height, kh, sh)
    outW = output_size(width, kw, sw)
    result = torch.zeros(batch, channels, outH, outW, kh, kw, dtype=images.dtype)
    for i in range(outH):
        for j in range(outW):
            top = i * sh
            left = j * sw
            result[:, :, i, j] = images[:, :, top:top + kh, left:left + kw]
    return result


def conv2d(images, weight, bias=None, stride=1, padding=0):
    sh, sw = makePair(stride)
    ph, pw = makePair(padding)
    batch, channels, height, width = images.shape
    filters, wchannels, kh, kw = weight.shape
    if wchannels != channels:
        raise ValueError("The picture and the kernel have different numbers of channels.")
    outH = output_size(height, kh, sh, ph)
    outW = output_size(width, kw, sw, pw)

    # put the picture in the middle of a bigger picture of zeros
    padded = torch.zeros(batch, channels, height + 2 * ph, width + 2 * pw, dtype=images.dtype)
    padded[:, :, ph:ph + height, pw:pw + width] = images

    numbers = []
    for n in range(batch):
        for f in range(filters):
            for i in range(outH):
                for j in range(outW):
                    top = i * sh
                    left = j * sw
                    window = padded[n, :, top:top + kh, left:left + kw]
                    total = (window * weight[f]).sum()
                    if bias is not None:
                        total = total + bias[f]
                    numbers.append(total)
    return torch.stack(numbers).reshape(batch, filters, outH, outW)


class Conv2d(nn.Module):
    def __init__(self, in_channels, out_channels, kernel_size, stride=1, padding=0, bias=True):
        super().__init__()
        kh, kw = makePair(kernel_size)
        if kh < 1 or kw < 1:
            raise ValueError("The kernel must have at least one pixel.")
        self.stride = stride
        self.padding = padding
        self.weight = nn.Parameter(torch.randn(out_channels, in_channels, kh, kw) * 0.1)
        if bias:
            self.bias = nn.Parameter(torch.randn(out_channels) * 0.1)
        else:
            self.bias = None

    def forward(self, x):
        return conv2d(x, self.weight, self.bias, self.stride, self.padding)
