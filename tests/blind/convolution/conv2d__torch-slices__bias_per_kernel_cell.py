# {"function": "conv2d", "kind": "single", "idea": "adds the bias inside the loop over the kernel cells, so it counts K_h*K_w times", "style": "torch-slices"}
import torch
from torch import nn


def pair(v):
    if isinstance(v, int):
        return v, v
    return v[0], v[1]


def check_sizes(images, kernel_size, stride, padding=0):
    for size, k, s, p in zip(images.shape[-2:], pair(kernel_size), pair(stride), pair(padding)):
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


def output_size(size, kernel_size, stride=1, padding=0):
    if kernel_size < 1 or stride < 1 or padding < 0:
        raise ValueError("kernel_size and stride must be at least 1, padding at least 0")
    if kernel_size > size + 2 * padding:
        raise ValueError("no window fits")
    return (size + 2 * padding - kernel_size) // stride + 1


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
    check_sizes_conv(inputs, weight, bias, stride, padding)
    sh, sw = pair(stride)
    ph, pw = pair(padding)
    x = nn.functional.pad(inputs, (pw, pw, ph, ph))
    kh, kw = weight.shape[2:]
    oh = (x.shape[2] - kh) // sh + 1
    ow = (x.shape[3] - kw) // sw + 1
    out = torch.zeros(x.shape[0], weight.shape[0], oh, ow, dtype=x.dtype)
    for u in range(kh):
        for v in range(kw):
            part = x[:, :, u:u + sh * oh:sh, v:v + sw * ow:sw][:, :, :oh, :ow]
            out = out + torch.einsum("nchw,oc->nohw", part, weight[:, :, u, v])
            if bias is not None:
                out = out + bias.view(1, -1, 1, 1)
    return out


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
