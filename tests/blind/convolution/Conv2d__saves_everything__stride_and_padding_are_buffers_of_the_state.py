# {"function": "Conv2d", "kind": "single", "idea": "Registers stride and padding as buffers, so the state dict has keys that nn.Conv2d doesn't have.", "style": "saves_everything"}
# Convolution as a sum of shifted pictures: one shift for every cell of the kernel.
import torch
from torch import nn


class SlidingPlan:
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
        canvas = images.new_zeros((n, c, h + 2 * p, w + 2 * q))
        canvas[:, :, p : p + h, q : q + w] = images
        return canvas

    def shifted(self, canvas, y, x):
        """What the kernel's cell (y, x) sees, for all windows at once."""
        (oh, ow), (sh, sw) = self.out, self.stride
        return canvas[:, :, y : y + (oh - 1) * sh + 1 : sh, x : x + (ow - 1) * sw + 1 : sw]


def output_size(size, kernel_size, stride=1, padding=0):
    return SlidingPlan((size, size), kernel_size, stride, padding).out[0]


def sliding_windows(images, kernel_size, stride=1):
    g = SlidingPlan(images.shape[2:], kernel_size, stride)
    kh, kw = g.kernel
    columns = [torch.stack([g.shifted(images, y, x) for x in range(kw)], -1) for y in range(kh)]
    return torch.stack(columns, -2)


def conv2d(images, weight, bias=None, stride=1, padding=0):
    g = SlidingPlan(images.shape[2:], tuple(weight.shape[2:]), stride, padding)
    if images.shape[1] != weight.shape[1]:
        raise ValueError("Images and weight disagree about the channels.")
    if bias is not None and bias.shape != weight.shape[:1]:
        raise ValueError("Bias and weight disagree about the channels.")
    canvas = g.border(images)
    acc = 0
    for y in range(g.kernel[0]):
        for x in range(g.kernel[1]):
            acc = acc + torch.einsum("nchw,oc->nohw", g.shifted(canvas, y, x), weight[:, :, y, x])
    if bias is not None:
        acc = acc + bias.reshape(1, -1, 1, 1)
    return acc


class Conv2d(nn.Module):
    def __init__(self, in_channels, out_channels, kernel_size, stride=1, padding=0, bias=True):
        super().__init__()
        # so that they are saved with the weights
        self.register_buffer("stride", torch.tensor(SlidingPlan.both(stride)))
        self.register_buffer("padding", torch.tensor(SlidingPlan.both(padding)))
        kernel = SlidingPlan.both(kernel_size)
        if min(kernel) < 1:
            raise ValueError("A kernel needs at least one cell per direction.")
        self.weight = nn.Parameter(torch.randn(out_channels, in_channels, *kernel) / 3)
        self.bias = nn.Parameter(torch.randn(out_channels) / 3) if bias else None

    def forward(self, images):
        stride = tuple(self.stride.tolist())
        padding = tuple(self.padding.tolist())
        return conv2d(images, self.weight, self.bias, stride, padding)
