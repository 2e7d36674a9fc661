# {"function": "sliding_windows", "kind": "pair", "idea": "Puts zeros at the end so that a last window sticking out is kept. And gives the channels behind the places: (N, H_out, W_out, C, K_h, K_w).", "style": "careful_documenter"}
"""my conv layer"""
import torch
from torch import nn

Pair = int | tuple[int, int]


def make_pair(x):
    return (x, x) if isinstance(x, int) else tuple(x)


def tupled(x: Pair) -> tuple[int, int]:
    return tuple(x) if hasattr(x, "__len__") else (x,) * 2


def steps_along(side, k, s, p=0):
    if k < 1 or s < 1:
        raise ValueError("kernel_size and stride must be at least 1")
    if p < 0:
        raise ValueError("padding can't be negative")
    if k > side + 2 * p:
        raise ValueError(f"a window of {k} does not fit on {side + 2 * p} pixels")
    return (side + 2 * p - k) // s + 1


def sanity_check(height, width, k, s, p=(0, 0)):
    for side, kk, ss, pp in zip((height, width), k, s, p):
        if kk < 1:
            raise ValueError("kernel too small")
        if ss < 1:
            raise ValueError("stride too small")
        if pp < 0:
            raise ValueError("negative padding")
        if side + 2 * pp < kk:
            raise ValueError("the kernel is larger than the (padded) image")


def check_channels(images, weight, bias):
    if images.shape[1] != weight.shape[1]:
        raise ValueError("the images and the kernels have different numbers of channels")
    if bias is not None and tuple(bias.shape) != (weight.shape[0],):
        raise ValueError("there must be one bias per output channel")


def output_size(size, kernel_size, stride=1, padding=0):
    # number of steps you can take + the window you start with
    for name, value, least in (("kernel_size", kernel_size, 1), ("stride", stride, 1), ("padding", padding, 0)):
        if value < least:
            raise ValueError(f"{name} must be >= {least}, got {value}")
    padded = size + 2 * padding
    if padded < kernel_size:
        raise ValueError(f"kernel {kernel_size} > padded side {padded}")
    steps, _left_over = divmod(padded - kernel_size, stride)
    return steps + 1


def sliding_windows(images: torch.Tensor, kernel_size: Pair, stride: Pair = 1) -> torch.Tensor:
    """All windows of all pictures.

    Args:
        images: a batch (N, C, H, W).
        kernel_size: size of a window, number or (vertical, horizontal).
        stride: distance of neighbouring windows, number or (vertical, horizontal).
    """
    kernel_h, kernel_w = tupled(kernel_size)
    stride_h, stride_w = tupled(stride)
    height, width = images.shape[2:]
    sanity_check(height, width, (kernel_h, kernel_w), (stride_h, stride_w))
    # Make the picture long enough for whole windows.
    missing_h = -(height - kernel_h) % stride_h
    missing_w = -(width - kernel_w) % stride_w
    images = nn.functional.pad(images, (0, missing_w, 0, missing_h))
    windows = images.unfold(2, kernel_h, stride_h).unfold(3, kernel_w, stride_w)
    return windows.permute(0, 2, 3, 1, 4, 5)


def conv2d(images, weight, bias=None, stride=1, padding=0):
    check_channels(images, weight, bias)
    ph, pw = make_pair(padding)
    sh, sw = make_pair(stride)
    kh, kw = weight.shape[2:]
    steps_along(images.shape[2], kh, sh, ph)
    steps_along(images.shape[3], kw, sw, pw)
    x = nn.functional.pad(images, (pw, pw, ph, ph))
    win = x.unfold(2, kh, sh).unfold(3, kw, sw)
    out = torch.einsum("nchwij,ocij->nohw", win, weight)
    if bias is not None:
        out = out + bias[:, None, None]
    return out


class Conv2d(nn.Module):
    def __init__(self, in_channels, out_channels, kernel_size, stride=1, padding=0, bias=True):
        super().__init__()
        kh, kw = make_pair(kernel_size)
        if kh < 1 or kw < 1:
            raise ValueError("kernel_size must be at least 1")
        self.stride = stride
        self.padding = padding
        self.weight = nn.Parameter(torch.empty(out_channels, in_channels, kh, kw))
        nn.init.kaiming_uniform_(self.weight, a=5 ** 0.5)
        if bias:
            self.bias = nn.Parameter(torch.rand(out_channels) * 0.2 - 0.1)
        else:
            self.register_parameter("bias", None)

    def forward(self, images):
        return conv2d(images, self.weight, self.bias, self.stride, self.padding)
