# {"function": "conv2d", "kind": "single", "idea": "collects `.item()` numbers in nested lists and makes a new tensor of them, which has no gradient", "style": "nested-lists"}
import torch
from torch import nn


def two(v):
    if isinstance(v, int):
        return v, v
    return v[0], v[1]


def check_sizes(images, kernel_size, stride, padding=0):
    for size, k, s, p in zip(images.shape[-2:], two(kernel_size), two(stride), two(padding)):
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


def output_size(size: int, kernel_size: int, stride: int = 1, padding: int = 0) -> int:
    """How many windows fit along one side."""
    total = size + 2 * padding
    if kernel_size < 1 or stride < 1 or padding < 0 or kernel_size > total:
        raise ValueError(f"impossible: size={size}, kernel_size={kernel_size}, stride={stride}, padding={padding}")
    return len(range(0, total - kernel_size + 1, stride))


def sliding_windows(images, kernel_size, stride=1):
    check_sizes(images, kernel_size, stride)
    (kh, kw), (sh, sw) = two(kernel_size), two(stride)
    return images.unfold(2, kh, sh).unfold(3, kw, sw)


def conv2d(images, weight, bias=None, stride=1, padding=0):
    check_sizes_conv(images, weight, bias, stride, padding)
    sh, sw = two(stride)
    ph, pw = two(padding)
    x = nn.functional.pad(images, (pw, pw, ph, ph))
    kh, kw = weight.shape[2:]
    result = []
    for picture in x:
        maps = []
        for o, kernel in enumerate(weight):
            rows = []
            for top in range(0, picture.shape[1] - kh + 1, sh):
                row = []
                for left in range(0, picture.shape[2] - kw + 1, sw):
                    total = (picture[:, top:top + kh, left:left + kw] * kernel).sum().item()
                    if bias is not None:
                        total += bias[o].item()
                    row.append(total)
                rows.append(row)
            maps.append(rows)
        result.append(maps)
    return torch.tensor(result, dtype=images.dtype)


class Conv2d(nn.Module):
    def __init__(self, in_channels, out_channels, kernel_size, stride=1, padding=0, bias=True):
        super().__init__()
        kh, kw = two(kernel_size)
        if min(in_channels, out_channels, kh, kw) < 1:
            raise ValueError("channels and kernel_size must be at least 1")
        bound = 1 / (in_channels * kh * kw) ** 0.5
        self.weight = nn.Parameter((torch.rand(out_channels, in_channels, kh, kw) * 2 - 1) * bound)
        self.bias = nn.Parameter((torch.rand(out_channels) * 2 - 1) * bound) if bias else None
        self.stride = stride
        self.padding = padding

    def forward(self, images):
        return conv2d(images, self.weight, self.bias, self.stride, self.padding)
