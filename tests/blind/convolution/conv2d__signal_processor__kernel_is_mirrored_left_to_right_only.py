# {"function": "conv2d", "kind": "single", "idea": "Mirrors the kernel along the width, as in a one-dimensional convolution, but not along the height.", "style": "signal_processor"}
# Convolution as a sum of shifted pictures: one shift for every cell of the kernel.
import torch
from torch import nn


class Layout:
    """Bookkeeping of one convolution: sides, steps and borders."""

    def __init__(self, picture, kernel, stride=1, padding=0):
        self.stride = self.both(stride)
        self.padding = self.both(padding)
        self.kernel = self.both(kernel)
        self.out = []
        for side, k, s, p in zip(picture, self.kernel, self.stride, self.padding):
            if k < 1:
                raise ValueError("A kernel needs at least one cell per direction.")
            if s < 1:
                raise ValueError("A stride of less than one pixel never arrives.")
            if p < 0:
                raise ValueError("Padding can only add.")
            if side + 2 * p < k:
                raise ValueError("The kernel is larger than the picture with its border.")
            self.out.append((side + 2 * p - k) // s + 1)

    @staticmethod
    def both(value):
        return (value, value) if isinstance(value, int) else tuple(value)

    def border(self, images):
        n, c, h, w = images.shape
        p, q = self.padding
        board = images.new_zeros((n, c, h + 2 * p, w + 2 * q))
        board[:, :, p : p + h, q : q + w] = images
        return board

    def shifted(self, board, y, x):
        (oh, ow), (sh, sw) = self.out, self.stride
        return board[:, :, y : y + (oh - 1) * sh + 1 : sh, x : x + (ow - 1) * sw + 1 : sw]


def output_size(size, kernel_size, stride=1, padding=0):
    return Layout((size, size), kernel_size, stride, padding).out[0]


def sliding_windows(images, kernel_size, stride=1):
    g = Layout(images.shape[2:], kernel_size, stride)
    kh, kw = g.kernel
    columns = [torch.stack([g.shifted(images, y, x) for x in range(kw)], -1) for y in range(kh)]
    return torch.stack(columns, -2)


def conv2d(images, weight, bias=None, stride=1, padding=0):
    g = Layout(images.shape[2:], tuple(weight.shape[2:]), stride, padding)
    if images.shape[1] != weight.shape[1]:
        raise ValueError("Images and weight disagree about the channels.")
    if bias is not None and bias.shape != weight.shape[:1]:
        raise ValueError("Bias and weight disagree about the channels.")
    board = g.border(images)
    total = 0
    for y in range(g.kernel[0]):
        for x in range(g.kernel[1]):
            tap = weight[:, :, y, g.kernel[1] - 1 - x]
            total = total + torch.einsum("nchw,oc->nohw", g.shifted(board, y, x), tap)
    if bias is not None:
        total = total + bias.reshape(1, -1, 1, 1)
    return total


class Conv2d(nn.Module):
    def __init__(self, in_channels, out_channels, kernel_size, stride=1, padding=0, bias=True):
        super().__init__()
        self.stride, self.padding = stride, padding
        kernel = Layout.both(kernel_size)
        if min(kernel) < 1:
            raise ValueError("A kernel needs at least one cell per direction.")
        self.weight = nn.Parameter(torch.randn(out_channels, in_channels, *kernel) / 3)
        self.bias = nn.Parameter(torch.randn(out_channels) / 3) if bias else None

    def forward(self, images):
        g = Layout(images.shape[2:], tuple(self.weight.shape[2:]), self.stride, self.padding)
        if images.shape[1] != self.weight.shape[1]:
            raise ValueError("Images and layer disagree about the channels.")
        board = g.border(images)
        total = 0
        for y in range(g.kernel[0]):
            for x in range(g.kernel[1]):
                seen = g.shifted(board, y, x)
                total = total + torch.einsum("nchw,oc->nohw", seen, self.weight[:, :, y, x])
        if self.bias is not None:
            total = total + self.bias.reshape(1, -1, 1, 1)
        return total
