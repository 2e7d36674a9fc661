# {"function": "output_size", "kind": "single", "idea": "Counts windows with a strict comparison, so a window that ends exactly at the border is not counted.", "style": "while-counter"}
import torch
import torch.nn as nn
import torch.nn.functional as F


def hw(v):
    """int or pair -> (height, width)"""
    if isinstance(v, (tuple, list)):
        return v[0], v[1]
    return v, v


def output_size(size, kernel_size, stride=1, padding=0):
    if kernel_size < 1 or stride < 1 or padding < 0:
        raise ValueError("kernel_size and stride must be >= 1, padding >= 0")
    total = size + 2 * padding
    if kernel_size > total:
        raise ValueError("kernel larger than padded image")
    count = 0
    position = 0
    while position + kernel_size < total:
        count += 1
        position += stride
    return count


def sliding_windows(images, kernel_size, stride=1):
    (kh, kw), (sh, sw) = hw(kernel_size), hw(stride)
    n, c, h, w = images.shape
    oh, ow = output_size(h, kh, sh), output_size(w, kw, sw)
    shifted = []
    for a in range(kh):
        for b in range(kw):
            shifted.append(images[:, :, a:a + sh * (oh - 1) + 1:sh, b:b + sw * (ow - 1) + 1:sw])
    return torch.stack(shifted, dim=-1).reshape(n, c, oh, ow, kh, kw)


def conv2d(images, weight, bias=None, stride=1, padding=0):
    (sh, sw), (ph, pw) = hw(stride), hw(padding)
    kh, kw = weight.shape[2], weight.shape[3]
    if images.shape[1] != weight.shape[1]:
        raise ValueError("channel mismatch between images and weight")
    oh = output_size(images.shape[2], kh, sh, ph)
    ow = output_size(images.shape[3], kw, sw, pw)
    images = F.pad(images, (pw, pw, ph, ph))
    total = 0
    for a in range(kh):
        for b in range(kw):
            piece = images[:, :, a:a + sh * (oh - 1) + 1:sh, b:b + sw * (ow - 1) + 1:sw]
            total = total + torch.einsum("nchw,oc->nohw", piece, weight[:, :, a, b])
    if bias is not None:
        total = total + bias[None, :, None, None]
    return total


class Conv2d(nn.Module):
    def __init__(self, in_channels, out_channels, kernel_size, stride=1, padding=0, bias=True):
        super().__init__()
        kh, kw = hw(kernel_size)
        if min(kh, kw) < 1:
            raise ValueError("kernel_size must not be smaller than 1")
        self.stride = stride
        self.padding = padding
        self.weight = nn.Parameter(torch.rand(out_channels, in_channels, kh, kw) - 0.5)
        self.register_parameter("bias", nn.Parameter(torch.rand(out_channels) - 0.5) if bias else None)

    def forward(self, images):
        return conv2d(images, self.weight, self.bias, self.stride, self.padding)
