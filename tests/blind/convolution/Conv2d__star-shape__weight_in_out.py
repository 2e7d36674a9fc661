# {"function": "Conv2d", "kind": "single", "idea": "gives the weight the shape (C, O, K_h, K_w)", "style": "star-shape"}
import torch
from torch import nn


def _pair(n):
    if type(n) == int:
        n = (n, n)
    return n


def _check(images, kernel_size, stride, padding=0):
    kh, kw = _pair(kernel_size)
    sh, sw = _pair(stride)
    ph, pw = _pair(padding)
    h, w = images.shape[2], images.shape[3]
    if min(kh, kw) < 1:
        raise ValueError("kernel_size must be at least 1")
    if min(sh, sw) < 1:
        raise ValueError("stride must be at least 1")
    if min(ph, pw) < 0:
        raise ValueError("padding must not be negative")
    if kh > h + 2 * ph or kw > w + 2 * pw:
        raise ValueError("the kernel does not fit on the picture")


def _check_conv(images, weight, bias, stride, padding):
    if images.shape[1] != weight.shape[1]:
        raise ValueError("channels of images and weight do not match")
    if bias is not None and tuple(bias.shape) != (weight.shape[0],):
        raise ValueError("bias does not match the weight")
    _check(images, (weight.shape[2], weight.shape[3]), stride, padding)


def output_size(size, kernel_size, stride=1, padding=0):
    if kernel_size < 1 or stride < 1 or padding < 0:
        raise ValueError("kernel_size and stride must be at least 1, padding at least 0")
    if kernel_size > size + 2 * padding:
        raise ValueError("no window fits")
    return (size + 2 * padding - kernel_size) // stride + 1


def sliding_windows(images, kernel_size, stride=1):
    _check(images, kernel_size, stride)
    kh, kw = _pair(kernel_size)
    sh, sw = _pair(stride)
    h, w = images.shape[2:]
    rows = []
    for top in range(0, h - kh + 1, sh):
        rows.append(torch.stack([images[:, :, top:top + kh, left:left + kw] for left in range(0, w - kw + 1, sw)], dim=2))
    return torch.stack(rows, dim=2)


def conv2d(images, weight, bias=None, stride=1, padding=0):
    _check_conv(images, weight, bias, stride, padding)
    (sh, sw), (ph, pw) = _pair(stride), _pair(padding)
    padded = nn.functional.pad(images, (pw, pw, ph, ph))
    windows = padded.unfold(2, weight.shape[2], sh).unfold(3, weight.shape[3], sw)
    result = torch.einsum("nchwij,ocij->nohw", windows, weight)
    return result if bias is None else result + bias.reshape(-1, 1, 1)


class Conv2d(nn.Module):
    def __init__(self, in_channels, out_channels, kernel_size, stride=1, padding=0, bias=True):
        super().__init__()
        self.kernel_size = _pair(kernel_size)
        if min(in_channels, out_channels, *self.kernel_size) < 1:
            raise ValueError("sizes must be positive")
        self.weight = nn.Parameter(torch.randn(in_channels, out_channels, *self.kernel_size) / 10)
        self.bias = nn.Parameter(torch.rand(out_channels)) if bias else None
        self.stride, self.padding = stride, padding

    def forward(self, imgs):
        return conv2d(imgs, self.weight, self.bias, self.stride, self.padding)
