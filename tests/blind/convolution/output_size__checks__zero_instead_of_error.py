# {"function": "output_size", "kind": "single", "idea": "returns 0 instead of raising ValueError when nothing fits", "style": "checks"}
import torch
from torch import nn


def as_pair(n):
    if type(n) == int:
        n = (n, n)
    return n


def check_sizes(images, kernel_size, stride, padding=0):
    for size, k, s, p in zip(images.shape[-2:], as_pair(kernel_size), as_pair(stride), as_pair(padding)):
        if k < 1 or s < 1 or p < 0:
            raise ValueError("kernel size and stride must be positive, padding not negative")
        if k > size + 2 * p:
            raise ValueError("kernel is larger than the image")


def check_sizes_conv(images, weight, bias, stride, padding):
    if images.shape[1] != weight.shape[1]:
        raise ValueError("channels of images and weight do not match")
    if bias is not None and tuple(bias.shape) != (weight.shape[0],):
        raise ValueError("bias does not match the weight")
    check_sizes(images, (weight.shape[2], weight.shape[3]), stride, padding)


def output_size(size, kernel_size, stride=1, padding=0):
    if kernel_size < 1 or stride < 1 or padding < 0:
        raise ValueError("kernel_size, stride: at least 1; padding: at least 0")
    if kernel_size > size + 2 * padding:
        return 0
    return (size + 2 * padding - kernel_size) // stride + 1


def sliding_windows(images, kernel_size, stride=1):
    check_sizes(images, kernel_size, stride)
    (kh, kw), (sh, sw) = as_pair(kernel_size), as_pair(stride)
    return images.unfold(2, kh, sh).unfold(3, kw, sw)


def conv2d(images, weight, bias=None, stride=1, padding=0):
    """Cross-correlation, kernel row by kernel row."""
    check_sizes_conv(images, weight, bias, stride, padding)
    sh, sw = as_pair(stride)
    ph, pw = as_pair(padding)
    padded = nn.functional.pad(images, (pw, pw, ph, ph))
    oh = (padded.shape[2] - weight.shape[2]) // sh + 1
    ow = (padded.shape[3] - weight.shape[3]) // sw + 1
    result = 0
    for i in range(weight.shape[2]):
        for j in range(weight.shape[3]):
            part = padded[:, :, i:i + (oh - 1) * sh + 1:sh, j:j + (ow - 1) * sw + 1:sw]
            result = result + torch.einsum("nchw,oc->nohw", part, weight[:, :, i, j])
    if bias is not None:
        result = result + bias.view(1, -1, 1, 1)
    return result


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
