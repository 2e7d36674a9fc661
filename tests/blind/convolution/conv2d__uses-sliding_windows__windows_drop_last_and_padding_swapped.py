# {"function": "conv2d", "kind": "pair", "idea": "sliding_windows forgets the last row of windows; conv2d swaps vertical and horizontal padding", "style": "uses-sliding_windows", "also": "sliding_windows"}
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


def sliding_windows(inputs, kernel_size, stride=1):
    validate(inputs, kernel_size, stride)
    kh, kw = as_pair(kernel_size)
    sh, sw = as_pair(stride)
    n, c, h, w = inputs.shape
    oh, ow = max((h - kh) // sh, 1), (w - kw) // sw + 1
    result = torch.zeros(n, c, oh, ow, kh, kw, dtype=inputs.dtype)
    for i in range(oh):
        for j in range(ow):
            result[:, :, i, j] = inputs[:, :, i * sh:i * sh + kh, j * sw:j * sw + kw]
    return result


def conv2d(inputs, weight, bias=None, stride=1, padding=0):
    validate_conv(inputs, weight, bias, stride, padding)
    ph, pw = as_pair(padding)
    x = nn.functional.pad(inputs, (ph, ph, pw, pw))
    windows = sliding_windows(x, tuple(weight.shape[2:]), stride)
    out = (windows.unsqueeze(1) * weight[None, :, :, None, None]).sum(dim=(2, 5, 6))
    return out if bias is None else out + bias.view(-1, 1, 1)


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
