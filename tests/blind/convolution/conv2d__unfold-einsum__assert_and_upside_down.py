# {"function": "conv2d", "kind": "pair", "idea": "checks with assert in place of ValueError; and flips the kernel upside down", "style": "unfold-einsum"}
import torch
from torch import nn


def pair(n):
    if type(n) == int:
        n = (n, n)
    return n


def check_sizes(images, kernel_size, stride, padding=0):
    for size, k, s, p in zip(images.shape[-2:], pair(kernel_size), pair(stride), pair(padding)):
        if k < 1 or s < 1 or p < 0:
            raise ValueError("kernel size and stride must be positive, padding not negative")
        if k > size + 2 * p:
            raise ValueError("kernel is larger than the image")


def output_size(size: int, kernel_size: int, stride: int = 1, padding: int = 0) -> int:
    """How many windows fit along one side."""
    total = size + 2 * padding
    if kernel_size < 1 or stride < 1 or padding < 0 or kernel_size > total:
        raise ValueError(f"impossible: size={size}, kernel_size={kernel_size}, stride={stride}, padding={padding}")
    return len(range(0, total - kernel_size + 1, stride))


def sliding_windows(images, kernel_size, stride=1):
    check_sizes(images, kernel_size, stride)
    kh, kw = pair(kernel_size)
    sh, sw = pair(stride)
    h, w = images.shape[2:]
    rows = []
    for top in range(0, h - kh + 1, sh):
        rows.append(torch.stack([images[:, :, top:top + kh, left:left + kw] for left in range(0, w - kw + 1, sw)], dim=2))
    return torch.stack(rows, dim=2)


def conv2d(inputs, weight, bias=None, stride=1, padding=0):
    assert inputs.shape[1] == weight.shape[1]
    assert bias is None or len(bias) == len(weight)
    (sh, sw), (ph, pw) = pair(stride), pair(padding)
    assert sh > 0 and sw > 0 and ph >= 0 and pw >= 0
    x = nn.functional.pad(inputs, (pw, pw, ph, ph))
    kh, kw = weight.shape[2:]
    assert 0 < kh <= x.shape[2] and 0 < kw <= x.shape[3]
    win = x.unfold(2, kh, sh).unfold(3, kw, sw)
    out = torch.einsum("bchwkl,fckl->bfhw", win, torch.flip(weight, [2]))
    return out if bias is None else out + bias.view(-1, 1, 1)


class Conv2d(nn.Module):
    def __init__(self, in_channels, out_channels, kernel_size, stride=1, padding=0, bias=True):
        super().__init__()
        kh, kw = pair(kernel_size)
        if min(in_channels, out_channels, kh, kw) < 1:
            raise ValueError("channels and kernel_size must be at least 1")
        bound = 1 / (in_channels * kh * kw) ** 0.5
        self.weight = nn.Parameter((torch.rand(out_channels, in_channels, kh, kw) * 2 - 1) * bound)
        self.bias = nn.Parameter((torch.rand(out_channels) * 2 - 1) * bound) if bias else None
        self.stride = stride
        self.padding = padding

    def forward(self, images):
        return conv2d(images, self.weight, self.bias, self.stride, self.padding)
