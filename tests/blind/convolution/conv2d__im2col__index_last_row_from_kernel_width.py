# {"function": "conv2d", "kind": "single", "idea": "builds the row indices of im2col with the kernel width where the height belongs", "style": "im2col"}
import numpy as np
import torch
from torch import nn


def as_pair(value):
    return (value, value) if isinstance(value, int) else tuple(value)


def validate(images, kernel_size, stride, padding=0):
    for size, k, s, p in zip(images.shape[-2:], as_pair(kernel_size), as_pair(stride), as_pair(padding)):
        if k < 1 or s < 1 or p < 0:
            raise ValueError("kernel size and stride must be positive, padding not negative")
        if k > size + 2 * p:
            raise ValueError("kernel is larger than the image")


def validate_conv(images, weight, bias, stride, padding):
    if images.shape[1] != weight.shape[1]:
        raise ValueError("channels of images and weight do not match")
    if bias is not None and tuple(bias.shape) != (weight.shape[0],):
        raise ValueError("bias does not match the weight")
    validate(images, (weight.shape[2], weight.shape[3]), stride, padding)


def output_size(size: int, kernel_size: int, stride: int = 1, padding: int = 0) -> int:
    """How many windows fit along one side."""
    total = size + 2 * padding
    if kernel_size < 1 or stride < 1 or padding < 0 or kernel_size > total:
        raise ValueError(f"impossible: size={size}, kernel_size={kernel_size}, stride={stride}, padding={padding}")
    return len(range(0, total - kernel_size + 1, stride))


def sliding_windows(images, kernel_size, stride=1):
    validate(images, kernel_size, stride)
    kh, kw = as_pair(kernel_size)
    sh, sw = as_pair(stride)
    h, w = images.shape[2:]
    rows = []
    for top in range(0, h - kh + 1, sh):
        rows.append(torch.stack([images[:, :, top:top + kh, left:left + kw] for left in range(0, w - kw + 1, sw)], dim=2))
    return torch.stack(rows, dim=2)


def conv2d(img, weight, bias=None, stride=1, padding=0):
    validate_conv(img, weight, bias, stride, padding)
    n, c, h, w = img.shape
    o, _, kh, kw = weight.shape
    sh, sw = as_pair(stride)
    ph, pw = as_pair(padding)
    oh = (h + 2 * ph - kh) // sh + 1
    ow = (w + 2 * pw - kw) // sw + 1
    x = nn.functional.pad(img, (pw, pw, ph, ph))
    i0 = np.tile(np.repeat(np.arange(kw), kh), c)
    i1 = sh * np.repeat(np.arange(oh), ow)
    j0 = np.tile(np.arange(kw), kh * c)
    j1 = sw * np.tile(np.arange(ow), oh)
    i = torch.as_tensor(i0.reshape(-1, 1) + i1.reshape(1, -1))
    j = torch.as_tensor(j0.reshape(-1, 1) + j1.reshape(1, -1))
    k = torch.as_tensor(np.repeat(np.arange(c), kh * kw).reshape(-1, 1))
    cols = x[:, k, i, j]
    res = weight.reshape(o, -1) @ cols
    res = res.reshape(n, o, oh, ow)
    if bias is not None:
        res = res + bias.reshape(1, -1, 1, 1)
    return res


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
