# {"function": "conv2d", "kind": "single", "idea": "resets the column counter only once, before the outer loop, so that only the first row is filled", "style": "while-loops"}
import torch
from torch import nn


def two(value):
    return (value, value) if isinstance(value, int) else tuple(value)


def _check_args(images, kernel_size, stride, padding=0):
    for size, k, s, p in zip(images.shape[-2:], two(kernel_size), two(stride), two(padding)):
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


def output_size(size: int, kernel_size: int, stride: int = 1, padding: int = 0) -> int:
    """How many windows fit along one side."""
    total = size + 2 * padding
    if kernel_size < 1 or stride < 1 or padding < 0 or kernel_size > total:
        raise ValueError(f"impossible: size={size}, kernel_size={kernel_size}, stride={stride}, padding={padding}")
    return len(range(0, total - kernel_size + 1, stride))


def sliding_windows(images, kernel_size, stride=1):
    _check_args(images, kernel_size, stride)
    kh, kw = two(kernel_size)
    sh, sw = two(stride)
    h, w = images.shape[2:]
    rows = []
    for top in range(0, h - kh + 1, sh):
        rows.append(torch.stack([images[:, :, top:top + kh, left:left + kw] for left in range(0, w - kw + 1, sw)], dim=2))
    return torch.stack(rows, dim=2)


def conv2d(images, weight, bias=None, stride=1, padding=0):
    _check_args_conv(images, weight, bias, stride, padding)
    s_h, s_w = two(stride)
    p_h, p_w = two(padding)
    x = nn.functional.pad(images, (p_w, p_w, p_h, p_h))
    k_h, k_w = weight.shape[2], weight.shape[3]
    o_h = (x.shape[2] - k_h) // s_h + 1
    o_w = (x.shape[3] - k_w) // s_w + 1
    out = torch.zeros(x.shape[0], weight.shape[0], o_h, o_w, dtype=x.dtype)
    i = 0
    j = 0
    while i < o_h:
        while j < o_w:
            window = x[:, :, i * s_h:i * s_h + k_h, j * s_w:j * s_w + k_w]
            out[:, :, i, j] = torch.einsum("ncij,ocij->no", window, weight)
            j += 1
        i += 1
    if bias is not None:
        out = out + bias.view(1, -1, 1, 1)
    return out


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
