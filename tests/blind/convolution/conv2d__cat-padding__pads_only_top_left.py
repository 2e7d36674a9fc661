# {"function": "conv2d", "kind": "single", "idea": "puts the zeros only above and to the left, twice as many rows there as wanted on one side", "style": "cat-padding"}
import torch
from torch import nn


def as_pair(value):
    return (value, value) if isinstance(value, int) else tuple(value)


def check_sizes(images, kernel_size, stride, padding=0):
    kh, kw = as_pair(kernel_size)
    sh, sw = as_pair(stride)
    ph, pw = as_pair(padding)
    h, w = images.shape[2], images.shape[3]
    if min(kh, kw) < 1:
        raise ValueError("kernel_size must be at least 1")
    if min(sh, sw) < 1:
        raise ValueError("stride must be at least 1")
    if min(ph, pw) < 0:
        raise ValueError("padding must not be negative")
    if kh > h + 2 * ph or kw > w + 2 * pw:
        raise ValueError("the kernel does not fit on the picture")


def check_sizes_conv(images, weight, bias, stride, padding):
    if images.shape[1] != weight.shape[1]:
        raise ValueError("channels of images and weight do not match")
    if bias is not None and tuple(bias.shape) != (weight.shape[0],):
        raise ValueError("bias does not match the weight")
    check_sizes(images, (weight.shape[2], weight.shape[3]), stride, padding)


def output_size(size, kernel_size, stride=1, padding=0):
    if kernel_size < 1 or stride < 1 or padding < 0:
        raise ValueError("kernel_size and stride must be at least 1, padding at least 0")
    if kernel_size > size + 2 * padding:
        raise ValueError("no window fits")
    return (size + 2 * padding - kernel_size) // stride + 1


def sliding_windows(images, kernel_size, stride=1):
    check_sizes(images, kernel_size, stride)
    (kh, kw), (sh, sw) = as_pair(kernel_size), as_pair(stride)
    return images.unfold(2, kh, sh).unfold(3, kw, sw)


def conv2d(img, weight, bias=None, stride=1, padding=0):
    check_sizes_conv(img, weight, bias, stride, padding)
    p_h, p_w = as_pair(padding)
    s_h, s_w = as_pair(stride)
    n, c, h, w = img.shape
    img = torch.cat([torch.zeros(n, c, 2 * p_h, w, dtype=img.dtype), img], dim=2)
    img = torch.cat([torch.zeros(n, c, h + 2 * p_h, 2 * p_w, dtype=img.dtype), img], dim=3)
    k_h, k_w = weight.shape[-2:]
    out = torch.stack([torch.stack([
        torch.einsum("ncij,ocij->no", img[:, :, a:a + k_h, b:b + k_w], weight)
        for b in range(0, img.shape[3] - k_w + 1, s_w)], -1)
        for a in range(0, img.shape[2] - k_h + 1, s_h)], -2)
    if bias is not None:
        out = out + bias.reshape(1, -1, 1, 1)
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
