# {"function": "conv2d", "kind": "right", "idea": "Right: an autograd function with its own backward for images, weight and bias.", "style": "hand_written_backward"}
import torch
import torch.nn.functional as F
from torch import nn


def output_size(size, kernel_size, stride=1, padding=0):
    if kernel_size < 1:
        raise ValueError("kernel_size must be at least 1")
    if stride < 1:
        raise ValueError("stride must be at least 1")
    if padding < 0:
        raise ValueError("padding must not be negative")
    room = size + 2 * padding - kernel_size
    if room < 0:
        raise ValueError("the kernel is larger than the padded side")
    return room // stride + 1


def to_two(x):
    if isinstance(x, int):
        return x, x
    return x


def sliding_windows(x, kernel_size, stride=1):
    (kh, kw), (sh, sw) = to_two(kernel_size), to_two(stride)
    if min(kh, kw, sh, sw) < 1 or kh > x.shape[2] or kw > x.shape[3]:
        raise ValueError("windows do not fit or numbers below 1")
    n, c, h, w = x.shape
    a, b, down, right = x.stride()
    return x.as_strided((n, c, (h - kh) // sh + 1, (w - kw) // sw + 1, kh, kw), (a, b, down * sh, right * sw, down, right))


class _Correlate(torch.autograd.Function):
    @staticmethod
    def forward(ctx, picture, kernels, offsets, steps):
        (sy, sx), (ky, kx) = steps, kernels.shape[2:]
        rows, cols = (picture.shape[2] - ky) // sy + 1, (picture.shape[3] - kx) // sx + 1
        ctx.save_for_backward(picture, kernels)
        ctx.spots = [(i, j, slice(i, i + sy * (rows - 1) + 1, sy), slice(j, j + sx * (cols - 1) + 1, sx)) for i in range(ky) for j in range(kx)]
        ctx.has_offsets = offsets is not None
        out = picture.new_zeros(picture.shape[0], kernels.shape[0], rows, cols)
        for i, j, y, x in ctx.spots:
            out += torch.einsum("nchw,oc->nohw", picture[:, :, y, x], kernels[:, :, i, j])
        if offsets is not None:
            out += offsets[:, None, None]
        return out

    @staticmethod
    def backward(ctx, g):
        picture, kernels = ctx.saved_tensors
        d_picture, d_kernels = torch.zeros_like(picture), torch.zeros_like(kernels)
        for i, j, y, x in ctx.spots:
            d_picture[:, :, y, x] += torch.einsum("nohw,oc->nchw", g, kernels[:, :, i, j])
            d_kernels[:, :, i, j] = torch.einsum("nohw,nchw->oc", g, picture[:, :, y, x])
        return d_picture, d_kernels, g.sum(dim=(0, 2, 3)) if ctx.has_offsets else None, None


def conv2d(images, weight, bias=None, stride=1, padding=0):
    steps = to_two(stride)
    py, px = to_two(padding)
    if images.shape[1] != weight.shape[1] or (bias is not None and bias.shape != weight.shape[:1]):
        raise ValueError("the channels of images, weight and bias have to match")
    for axis, edge in enumerate((py, px)):
        output_size(images.shape[2 + axis], weight.shape[2 + axis], steps[axis], edge)
    return _Correlate.apply(F.pad(images, (px, px, py, py)), weight, bias, steps)


class Conv2d(nn.Module):
    """conv2d with weights of its own."""

    def __init__(self, in_channels, out_channels, kernel_size, stride=1, padding=0, bias=True):
        super().__init__()
        if isinstance(kernel_size, int):
            kernel_size = (kernel_size, kernel_size)
        if min(kernel_size) < 1:
            raise ValueError("no empty kernels")
        self.weight = nn.Parameter(torch.randn(out_channels, in_channels, *kernel_size) * 0.1)
        self.register_parameter("bias", nn.Parameter(torch.randn(out_channels) * 0.1) if bias else None)
        self.options = {"stride": stride, "padding": padding}

    def forward(self, images):
        return conv2d(images, self.weight, bias=self.bias, **self.options)
