# {"function": "output_size", "kind": "single", "idea": "adds the padding once instead of at both ends", "style": "formula"}
import torch
from torch import nn


def two(v):
    if isinstance(v, int):
        return v, v
    return v[0], v[1]


def check(images, kernel_size, stride, padding=0):
    kh, kw = two(kernel_size)
    sh, sw = two(stride)
    ph, pw = two(padding)
    h, w = images.shape[2], images.shape[3]
    if min(kh, kw) < 1:
        raise ValueError("kernel_size must be at least 1")
    if min(sh, sw) < 1:
        raise ValueError("stride must be at least 1")
    if min(ph, pw) < 0:
        raise ValueError("padding must not be negative")
    if kh > h + 2 * ph or kw > w + 2 * pw:
        raise ValueError("the kernel does not fit on the picture")


def check_conv(images, weight, bias, stride, padding):
    if images.shape[1] != weight.shape[1]:
        raise ValueError("channels of images and weight do not match")
    if bias is not None and tuple(bias.shape) != (weight.shape[0],):
        raise ValueError("bias does not match the weight")
    check(images, (weight.shape[2], weight.shape[3]), stride, padding)


def output_size(size, kernel_size, stride=1, padding=0):
    if kernel_size < 1 or stride < 1 or padding < 0 or kernel_size > size + 2 * padding:
        raise ValueError("impossible arguments")
    return (size + padding - kernel_size) // stride + 1


def sliding_windows(images, kernel_size, stride=1):
    check(images, kernel_size, stride)
    kh, kw = two(kernel_size)
    sh, sw = two(stride)
    h, w = images.shape[2:]
    rows = []
    for top in range(0, h - kh + 1, sh):
        rows.append(torch.stack([images[:, :, top:top + kh, left:left + kw] for left in range(0, w - kw + 1, sw)], dim=2))
    return torch.stack(rows, dim=2)


def conv2d(images, weight, bias=None, stride=1, padding=0):
    """Cross-correlation, kernel row by kernel row."""
    check_conv(images, weight, bias, stride, padding)
    sh, sw = two(stride)
    ph, pw = two(padding)
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
