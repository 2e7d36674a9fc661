# {"function": "sliding_windows", "kind": "pair", "idea": "Reads the kernel pair as (width, height), and keeps windows that stick out, filled up with zeros.", "style": "width_height_person"}
# Convolution as a sum of shifted pictures: one shift for every cell of the kernel.
import torch
from torch import nn


class Raster:
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
        """What the kernel's cell (y, x) sees, for all windows at once."""
        (oh, ow), (sh, sw) = self.out, self.stride
        return board[:, :, y : y + (oh - 1) * sh + 1 : sh, x : x + (ow - 1) * sw + 1 : sw]


def output_size(size, kernel_size, stride=1, padding=0):
    return Raster((size, size), kernel_size, stride, padding).out[0]


def sliding_windows(images, kernel_size, stride=1):
    kw, kh = Raster.both(kernel_size)
    sh, sw = Raster.both(stride)
    h, w = images.shape[2:]
    Raster((h, w), (kh, kw), (sh, sw))  # complains about the impossible
    # the last window may stick out: there is nothing (zero) beyond the edge
    images = nn.functional.pad(images, (0, -(w - kw) % sw, 0, -(h - kh) % sh))
    return images.unfold(2, kh, sh).unfold(3, kw, sw)


def conv2d(images, weight, bias=None, stride=1, padding=0):
    g = Raster(images.shape[2:], tuple(weight.shape[2:]), stride, padding)
    if images.shape[1] != weight.shape[1]:
        raise ValueError("Images and weight disagree about the channels.")
    if bias is not None and bias.shape != weight.shape[:1]:
        raise ValueError("Bias and weight disagree about the channels.")
    board = g.border(images)
    acc = 0
    for y in range(g.kernel[0]):
        for x in range(g.kernel[1]):
            acc = acc + torch.einsum("nchw,oc->nohw", g.shifted(board, y, x), weight[:, :, y, x])
    if bias is not None:
        acc = acc + bias.reshape(1, -1, 1, 1)
    return acc


class Conv2d(nn.Module):
    def __init__(self, in_channels, out_channels, kernel_size, stride=1, padding=0, bias=True):
        super().__init__()
        self.stride, self.padding = stride, padding
        kernel = Raster.both(kernel_size)
        if min(kernel) < 1:
            raise ValueError("A kernel needs at least one cell per direction.")
        self.weight = nn.Parameter(torch.randn(out_channels, in_channels, *kernel) / 3)
        self.bias = nn.Parameter(torch.randn(out_channels) / 3) if bias else None

    def forward(self, images):
        g = Raster(images.shape[2:], tuple(self.weight.shape[2:]), self.stride, self.padding)
        if images.shape[1] != self.weight.shape[1]:
            raise ValueError("Images and layer disagree about the channels.")
        board = g.border(images)
        acc = 0
        for y in range(g.kernel[0]):
            for x in range(g.kernel[1]):
                seen = g.shifted(board, y, x)
                acc = acc + torch.einsum("nchw,oc->nohw", seen, self.weight[:, :, y, x])
        if self.bias is not None:
            acc = acc + self.bias.reshape(1, -1, 1, 1)
        return acc
