'''
I compute in double precision and go back at the end, because in float32 my numbers
differed from those of PyTorch in the last digits.
'''
import torch
from torch import nn


def pair_of(x):
    return tuple(x) if hasattr(x, '__len__') else (x, x)


def output_size(size, kernel_size, stride=1, padding=0):
    if kernel_size < 1:
        raise ValueError('kernel_size must be at least 1, got ' + str(kernel_size))
    if stride < 1:
        raise ValueError('stride must be at least 1, got ' + str(stride))
    if padding < 0:
        raise ValueError('padding must be at least 0, got ' + str(padding))
    last_start = size + 2 * padding - kernel_size
    if last_start < 0:
        raise ValueError('the kernel is larger than the picture')
    return len(range(0, last_start + 1, stride))


def sliding_windows(images, kernel_size, stride=1):
    k, s = pair_of(kernel_size), pair_of(stride)
    rows = output_size(images.shape[2], k[0], s[0])
    columns = output_size(images.shape[3], k[1], s[1])
    windows = images.new_empty(images.shape[0], images.shape[1], rows, columns, k[0], k[1])
    for r in range(rows):
        for c in range(columns):
            windows[:, :, r, c, :, :] = images[:, :, r*s[0]:r*s[0]+k[0], c*s[1]:c*s[1]+k[1]]
    return windows


def conv2d(images, weight, bias=None, stride=1, padding=0):
    dtype = images.dtype
    p = pair_of(padding)
    if p[0] < 0 or p[1] < 0:
        raise ValueError('padding must be at least 0, got ' + str(padding))
    if images.shape[1] != weight.shape[1]:
        raise ValueError('the kernel has %d channels, the picture %d' % (weight.shape[1], images.shape[1]))

    x = images.to(torch.float64)
    w = weight.to(torch.float64)
    x = nn.ZeroPad2d((p[1], p[1], p[0], p[0]))(x)

    windows = sliding_windows(x, w.shape[2:], stride)
    n, c, rows, columns, kh, kw = windows.shape
    windows = windows.permute(0, 2, 3, 1, 4, 5).reshape(n, rows, columns, c * kh * kw)
    y = torch.matmul(windows, w.reshape(len(w), -1).T)
    if bias is not None:
        y = y + bias.to(torch.float64)
    return y.permute(0, 3, 1, 2).to(dtype)


class Conv2d(nn.Module):

    def __init__(self, in_channels, out_channels, kernel_size, stride=1, padding=0, bias=True):
        super().__init__()
        if min(pair_of(kernel_size)) < 1:
            raise ValueError('kernel_size must be at least 1')
        self.stride = pair_of(stride)
        self.padding = pair_of(padding)
        shape = (out_channels, in_channels) + pair_of(kernel_size)
        self.weight = nn.Parameter((torch.rand(shape) - 0.5) / 2)
        if bias:
            self.bias = nn.Parameter((torch.rand(out_channels) - 0.5) / 2)
        else:
            self.bias = None

    def forward(self, x):
        return conv2d(x, self.weight, self.bias, self.stride, self.padding)
