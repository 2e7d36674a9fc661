# {"function": "Conv2d", "kind": "single", "idea": "ignores `bias=False` and makes a bias all the same", "style": "class-plain"}
import torch
from torch import nn


def pair(n):
    if type(n) == int:
        n = (n, n)
    return n


def _check(images, kernel_size, stride, padding=0):
    for size, k, s, p in zip(images.shape[-2:], pair(kernel_size), pair(stride), pair(padding)):
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


def output_size(size: int, kernel_size: int, stride: int = 1, padding: int = 0) -> int:
    """How many windows fit along one side."""
    total = size + 2 * padding
    if kernel_size < 1 or stride < 1 or padding < 0 or kernel_size > total:
        raise ValueError(f"impossible: size={size}, kernel_size={kernel_size}, stride={stride}, padding={padding}")
    return len(range(0, total - kernel_size + 1, stride))


def sliding_windows(images, kernel_size, stride=1):
    _check(images, kernel_size, stride)
    kh, kw = pair(kernel_size)
    sh, sw = pair(stride)
    h, w = images.shape[2:]
    rows = []
    for top in range(0, h - kh + 1, sh):
        rows.append(torch.stack([images[:, :, top:top + kh, left:left + kw] for left in range(0, w - kw + 1, sw)], dim=2))
    return torch.stack(rows, dim=2)


def conv2d(images, weight, bias=None, stride=1, padding=0):
    """Cross-correlation, kernel row by kernel row."""
    _check_conv(images, weight, bias, stride, padding)
    sh, sw = pair(stride)
    ph, pw = pair(padding)
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
        kh, kw = pair(kernel_size)
        if min(in_channels, out_channels, kh, kw) < 1:
            raise ValueError("sizes must be positive")
        self.weight = nn.Parameter(torch.randn(out_channels, in_channels, kh, kw) * 0.1)
        self.bias = nn.Parameter(torch.randn(out_channels) * 0.1)
        self.stride = stride
        self.padding = padding

    def forward(self, x):
        return conv2d(x, self.weight, self.bias, self.stride, self.padding)
