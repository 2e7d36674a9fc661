# {"function": "conv2d", "kind": "pair", "idea": "adds the bias once per channel; and takes the vertical stride for both directions", "style": "c-order-loops"}
import torch
from torch import nn


def as_pair(v):
    if isinstance(v, int):
        return v, v
    return v[0], v[1]


def _check_args(images, kernel_size, stride, padding=0):
    for size, k, s, p in zip(images.shape[-2:], as_pair(kernel_size), as_pair(stride), as_pair(padding)):
        if k < 1 or s < 1 or p < 0:
            raise ValueError("kernel size and stride must be positive, padding not negative")
        if k > size + 2 * p:
            raise ValueError("kernel is larger than the image")


def _check_args_conv(images, weight, bias, stride, padding):
    if images.shape[1] != weight.shape[1]:
        raise ValueError("channels of images and weight do not match")
    if bias is not None and tuple(bias.shape) != (weight.shape[0],):
        raise ValueError("bias does not match the weight")
    _check_args(images, (weight.shape[2], weight.shape[3]), stride, padding)


def output_size(size, kernel_size, stride=1, padding=0):
    if kernel_size < 1 or stride < 1 or padding < 0:
        raise ValueError("kernel_size and stride must be at least 1, padding at least 0")
    if kernel_size > size + 2 * padding:
        raise ValueError("no window fits")
    return (size + 2 * padding - kernel_size) // stride + 1


def sliding_windows(images, kernel_size, stride=1):
    _check_args(images, kernel_size, stride)
    kh, kw = as_pair(kernel_size)
    sh, sw = as_pair(stride)
    h, w = images.shape[2:]
    rows = []
    for top in range(0, h - kh + 1, sh):
        rows.append(torch.stack([images[:, :, top:top + kh, left:left + kw] for left in range(0, w - kw + 1, sw)], dim=2))
    return torch.stack(rows, dim=2)


def conv2d(images, weight, bias=None, stride=1, padding=0):
    _check_args_conv(images, weight, bias, stride, padding)
    N, C, H, W = images.shape
    O, _, kh, kw = weight.shape
    sh, sw = as_pair(stride)
    ph, pw = as_pair(padding)
    x = nn.functional.pad(images, (pw, pw, ph, ph))
    oh, ow = (H + 2 * ph - kh) // sh + 1, (W + 2 * pw - kw) // sh + 1
    out = torch.zeros(N, O, oh, ow, dtype=images.dtype)
    for o in range(O):
        for c in range(C):
            for i in range(oh):
                for j in range(ow):
                    patch = x[:, c, i * sh:i * sh + kh, j * sh:j * sh + kw]
                    out[:, o, i, j] = out[:, o, i, j] + (patch * weight[o, c]).sum((1, 2))
            if bias is not None:
                out[:, o] = out[:, o] + bias[o]
    return out


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
