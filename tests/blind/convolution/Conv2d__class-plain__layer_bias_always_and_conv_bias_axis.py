# {"function": "Conv2d", "kind": "pair", "idea": "the layer makes a bias always; conv2d adds the bias along the width", "style": "class-plain", "also": "conv2d"}
import torch
from torch import nn


def two(v):
    if isinstance(v, int):
        return v, v
    return v[0], v[1]


def validate(images, kernel_size, stride, padding=0):
    for size, k, s, p in zip(images.shape[-2:], two(kernel_size), two(stride), two(padding)):
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
    (kh, kw), (sh, sw) = two(kernel_size), two(stride)
    return images.unfold(2, kh, sh).unfold(3, kw, sw)


def conv2d(imgs, weight, bias=None, stride=1, padding=0):
    validate_conv(imgs, weight, bias, stride, padding)
    (sh, sw), (ph, pw) = two(stride), two(padding)
    x = nn.functional.pad(imgs, (pw, pw, ph, ph))
    win = x.unfold(2, weight.shape[2], sh).unfold(3, weight.shape[3], sw)
    out = torch.einsum("nchwij,ocij->nohw", win, weight)
    return out if bias is None else out + bias


class Conv2d(nn.Module):
    def __init__(self, in_channels, out_channels, kernel_size, stride=1, padding=0, bias=True):
        super().__init__()
        kh, kw = two(kernel_size)
        if min(in_channels, out_channels, kh, kw) < 1:
            raise ValueError("sizes must be positive")
        self.weight = nn.Parameter(torch.randn(out_channels, in_channels, kh, kw) * 0.1)
        self.bias = nn.Parameter(torch.randn(out_channels) * 0.1)
        self.stride = stride
        self.padding = padding

    def forward(self, imgs):
        return conv2d(imgs, self.weight, self.bias, self.stride, self.padding)
