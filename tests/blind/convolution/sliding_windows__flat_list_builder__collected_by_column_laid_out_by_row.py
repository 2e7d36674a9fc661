# {"function": "sliding_windows", "kind": "single", "idea": "Collects the windows from top to bottom first, then reshapes the list as if it ran from left to right.", "style": "flat_list_builder"}
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
        xp = images.new_zeros((n, c, h + 2 * p, w + 2 * q))
        xp[:, :, p : p + h, q : q + w] = images
        return xp

    def shifted(self, xp, y, x):
        """What the kernel's cell (y, x) sees, for all windows at once."""
        (oh, ow), (sh, sw) = self.out, self.stride
        return xp[:, :, y : y + (oh - 1) * sh + 1 : sh, x : x + (ow - 1) * sw + 1 : sw]


def output_size(size, kernel_size, stride=1, padding=0):
    return Raster((size, size), kernel_size, stride, padding).out[0]


def sliding_windows(images, kernel_size, stride=1):
    g = Raster(images.shape[2:], kernel_size, stride)
    (kh, kw), (sh, sw), (oh, ow) = g.kernel, g.stride, g.out
    found = [
        images[:, :, i * sh : i * sh + kh, j * sw : j * sw + kw]
        for j in range(ow)
        for i in range(oh)
    ]
    n, c = images.shape[:2]
    return torch.stack(found, 2).reshape(n, c, oh, ow, kh, kw)


def conv2d(images, weight, bias=None, stride=1, padding=0):
    g = Raster(images.shape[2:], tuple(weight.shape[2:]), stride, padding)
    if images.shape[1] != weight.shape[1]:
        raise ValueError("Images and weight disagree about the channels.")
    if bias is not None and bias.shape != weight.shape[:1]:
        raise ValueError("Bias and weight disagree about the channels.")
    xp = g.border(images)
    summed = 0
    for y in range(g.kernel[0]):
        for x in range(g.kernel[1]):
            summed = summed + torch.einsum("nchw,oc->nohw", g.shifted(xp, y, x), weight[:, :, y, x])
    if bias is not None:
        summed = summed + bias.reshape(1, -1, 1, 1)
    return summed


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
        xp = g.border(images)
        summed = 0
        for y in range(g.kernel[0]):
            for x in range(g.kernel[1]):
                seen = g.shifted(xp, y, x)
                summed = summed + torch.einsum("nchw,oc->nohw", seen, self.weight[:, :, y, x])
        if self.bias is not None:
            summed = summed + self.bias.reshape(1, -1, 1, 1)
        return summed
