# {"function": "output_size", "kind": "single", "idea": "Refuses a stride that does not divide the remaining side evenly instead of dropping the last window.", "style": "lecture_slide_follower"}
import torch
import torch.nn.functional as F
from torch import nn


def output_size(size, kernel_size, stride=1, padding=0):
    if kernel_size < 1 or stride < 1 or padding < 0:
        raise ValueError("hyperparameters must be positive")
    span = size + 2 * padding - kernel_size
    if span < 0:
        raise ValueError("the kernel does not fit")
    quotient, remainder = divmod(span, stride)
    if remainder != 0:
        raise ValueError("the windows do not tile the input evenly, choose another stride")
    return quotient + 1


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


def conv2d(images, weight, bias=None, stride=1, padding=0):
    """Patches as columns, kernels as rows, one matrix product."""
    step = (stride, stride) if isinstance(stride, int) else tuple(stride)
    pad = (padding, padding) if isinstance(padding, int) else tuple(padding)
    if min(step) < 1 or min(pad) < 0:
        raise ValueError("stride must be >= 1 and padding >= 0")
    if images.shape[1] != weight.shape[1]:
        raise ValueError(f"{images.shape[1]} channels, but the kernels have {weight.shape[1]}")
    if bias is not None and bias.numel() != weight.shape[0]:
        raise ValueError("one bias per kernel, please")
    x = F.pad(images, (pad[1], pad[1], pad[0], pad[0]))
    o, c, kh, kw = weight.shape
    if x.shape[2] < kh or x.shape[3] < kw:
        raise ValueError("kernel does not fit")
    patches = x.unfold(2, kh, step[0]).unfold(3, kw, step[1]).permute(0, 2, 3, 1, 4, 5)
    n, rows, cols = patches.shape[:3]
    out = patches.reshape(n * rows * cols, c * kh * kw) @ weight.reshape(o, -1).t()
    if bias is not None:
        out = out + bias
    return out.reshape(n, rows, cols, o).permute(0, 3, 1, 2)


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
