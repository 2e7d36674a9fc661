# {"function": "output_size", "kind": "single", "idea": "checks with assert, which raises AssertionError and not ValueError", "style": "checks"}
import torch
from torch import nn


def as_pair(n):
    if type(n) == int:
        n = (n, n)
    return n


def _check(images, kernel_size, stride, padding=0):
    for size, k, s, p in zip(images.shape[-2:], as_pair(kernel_size), as_pair(stride), as_pair(padding)):
        if k < 1 or s < 1 or p < 0:
            raise ValueError("kernel size and stride must be positive, padding not negative")
        if k > size + 2 * p:
            raise ValueError("kernel is larger than the image")


def _check_conv(images, weight, bias, stride, padding):
    if images.shape[1] != weight.shape[1]:
        raise ValueError("channels of images and weight do not match")
    if bias is not None and tuple(bias.shape) != (weight.shape[0],):
        raise ValueError("bias does not match the weight")
    _check(images, (weight.shape[2], weight.shape[3]), stride, padding)


def output_size(size, kernel_size, stride=1, padding=0):
    assert kernel_size >= 1, "kernel_size must be at least 1"
    assert stride >= 1, "stride must be at least 1"
    assert padding >= 0, "padding must not be negative"
    assert kernel_size <= size + 2 * padding, "the window does not fit"
    return (size + 2 * padding - kernel_size) // stride + 1


def sliding_windows(images, kernel_size, stride=1):
    _check(images, kernel_size, stride)
    (kh, kw), (sh, sw) = as_pair(kernel_size), as_pair(stride)
    return images.unfold(2, kh, sh).unfold(3, kw, sw)


def conv2d(images, weight, bias=None, stride=1, padding=0):
    _check_conv(images, weight, bias, stride, padding)
    (sh, sw), (ph, pw) = as_pair(stride), as_pair(padding)
    padded = nn.functional.pad(images, (pw, pw, ph, ph))
    windows = padded.unfold(2, weight.shape[2], sh).unfold(3, weight.shape[3], sw)
    result = torch.einsum("nchwij,ocij->nohw", windows, weight)
    return result if bias is None else result + bias.reshape(-1, 1, 1)


class Conv2d(nn.Module):
    def __init__(self, in_channels, out_channels, kernel_size, stride=1, padding=0, bias=True):
        super().__init__()
        kh, kw = as_pair(kernel_size)
        if min(in_channels, out_channels, kh, kw) < 1:
            raise ValueError("channels and kernel_size must be at least 1")
        bound = 1 / (in_channels * kh * kw) ** 0.5
        self.weight = nn.Parameter((torch.rand(out_channels, in_channels, kh, kw) * 2 - 1) * bound)
        self.bias = nn.Parameter((torch.rand(out_channels) * 2 - 1) * bound) if bias else None
        self.stride = stride
        self.padding = padding

    def forward(self, images):
        return conv2d(images, self.weight, self.bias, self.stride, self.padding)
