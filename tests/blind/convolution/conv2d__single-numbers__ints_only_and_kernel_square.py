# {"function": "conv2d", "kind": "pair", "idea": "works with single numbers for stride and padding only; and takes the kernel's height for its width too", "style": "single-numbers"}
import torch
from torch import nn


def _pair(v):
    if isinstance(v, int):
        return v, v
    return v[0], v[1]


def check_sizes(images, kernel_size, stride, padding=0):
    for size, k, s, p in zip(images.shape[-2:], _pair(kernel_size), _pair(stride), _pair(padding)):
        if k < 1 or s < 1 or p < 0:
            raise ValueError("kernel size and stride must be positive, padding not negative")
        if k > size + 2 * p:
            raise ValueError("kernel is larger than the image")


def output_size(size, kernel_size, stride=1, padding=0):
    if kernel_size < 1 or stride < 1 or padding < 0:
        raise ValueError("kernel_size and stride must be at least 1, padding at least 0")
    if kernel_size > size + 2 * padding:
        raise ValueError("no window fits")
    return (size + 2 * padding - kernel_size) // stride + 1


def sliding_windows(images, kernel_size, stride=1):
    check_sizes(images, kernel_size, stride)
    kh, kw = _pair(kernel_size)
    sh, sw = _pair(stride)
    h, w = images.shape[2:]
    rows = []
    for top in range(0, h - kh + 1, sh):
        rows.append(torch.stack([images[:, :, top:top + kh, left:left + kw] for left in range(0, w - kw + 1, sw)], dim=2))
    return torch.stack(rows, dim=2)


def conv2d(images, weight, bias=None, stride=1, padding=0):
    if images.shape[1] != weight.shape[1] or (bias is not None and len(bias) != weight.shape[0]):
        raise ValueError("channels do not match")
    if stride < 1 or padding < 0 or 0 in weight.shape:
        raise ValueError("bad stride or padding")
    if weight.shape[2] > images.shape[2] + 2 * padding or weight.shape[3] > images.shape[3] + 2 * padding:
        raise ValueError("kernel too large")
    x = nn.functional.pad(images, (padding,) * 4)
    k = weight.shape[2]
    H_out = (x.shape[2] - k) // stride + 1
    W_out = (x.shape[3] - k) // stride + 1
    out = torch.zeros(x.shape[0], weight.shape[0], H_out, W_out, dtype=x.dtype)
    for i in range(H_out):
        for j in range(W_out):
            patch = x[:, None, :, i * stride:i * stride + k, j * stride:j * stride + k]
            out[:, :, i, j] = (patch * weight[None]).sum(dim=(2, 3, 4))
    if bias is not None:
        out = out + bias.reshape(1, -1, 1, 1)
    return out


class Conv2d(nn.Module):
    def __init__(self, in_channels, out_channels, kernel_size, stride=1, padding=0, bias=True):
        super().__init__()
        kh, kw = _pair(kernel_size)
        if min(in_channels, out_channels, kh, kw) < 1:
            raise ValueError("channels and kernel_size must be at least 1")
        bound = 1 / (in_channels * kh * kw) ** 0.5
        self.weight = nn.Parameter((torch.rand(out_channels, in_channels, kh, kw) * 2 - 1) * bound)
        self.bias = nn.Parameter((torch.rand(out_channels) * 2 - 1) * bound) if bias else None
        self.stride = stride
        self.padding = padding

    def forward(self, images):
        return conv2d(images, self.weight, self.bias, self.stride, self.padding)
