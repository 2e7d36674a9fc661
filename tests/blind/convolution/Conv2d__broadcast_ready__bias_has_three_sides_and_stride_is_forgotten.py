# {"function": "Conv2d", "kind": "pair", "idea": "Stores the bias as (O, 1, 1), and forward doesn't pass the stride on.", "style": "broadcast_ready"}
# Convolution as a sum of shifted pictures: one shift for every cell of the kernel.
import torch
from torch import nn


class Geometry:
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
        field = images.new_zeros((n, c, h + 2 * p, w + 2 * q))
        field[:, :, p : p + h, q : q + w] = images
        return field

    def shifted(self, field, y, x):
        """What the kernel's cell (y, x) sees, for all windows at once."""
        (oh, ow), (sh, sw) = self.out, self.stride
        return field[:, :, y : y + (oh - 1) * sh + 1 : sh, x : x + (ow - 1) * sw + 1 : sw]


def output_size(size, kernel_size, stride=1, padding=0):
    return Geometry((size, size), kernel_size, stride, padding).out[0]


def sliding_windows(images, kernel_size, stride=1):
    g = Geometry(images.shape[2:], kernel_size, stride)
    kh, kw = g.kernel
    columns = [torch.stack([g.shifted(images, y, x) for x in range(kw)], -1) for y in range(kh)]
    return torch.stack(columns, -2)


def conv2d(images, weight, bias=None, stride=1, padding=0):
    g = Geometry(images.shape[2:], tuple(weight.shape[2:]), stride, padding)
    if images.shape[1] != weight.shape[1]:
        raise ValueError("Images and weight disagree about the channels.")
    if bias is not None and bias.shape != weight.shape[:1]:
        raise ValueError("Bias and weight disagree about the channels.")
    field = g.border(images)
    answer_sum = 0
    for y in range(g.kernel[0]):
        for x in range(g.kernel[1]):
            answer_sum = answer_sum + torch.einsum("nchw,oc->nohw", g.shifted(field, y, x), weight[:, :, y, x])
    if bias is not None:
        answer_sum = answer_sum + bias.reshape(1, -1, 1, 1)
    return answer_sum


class Conv2d(nn.Module):
    def __init__(self, in_channels, out_channels, kernel_size, stride=1, padding=0, bias=True):
        super().__init__()
        self.stride, self.padding = stride, padding
        if min(Geometry.both(stride)) < 1:
            raise ValueError("A stride of less than one pixel never arrives.")
        kernel = Geometry.both(kernel_size)
        if min(kernel) < 1:
            raise ValueError("A kernel needs at least one cell per direction.")
        self.weight = nn.Parameter(torch.randn(out_channels, in_channels, *kernel) / 3)
        self.bias = nn.Parameter(torch.randn(out_channels, 1, 1) / 3) if bias else None

    def forward(self, images):
        response = conv2d(images, self.weight, padding=self.padding)
        if self.bias is not None:
            response = response + self.bias
        return response
