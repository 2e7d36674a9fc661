# {"function": "conv2d", "kind": "single", "idea": "Gives F.pad the vertical padding first, so height and width padding are exchanged for pairs.", "style": "torch-pad"}
import torch
import torch.nn as nn
import torch.nn.functional as F


def hw(v):
    """int or pair -> (height, width)"""
    if isinstance(v, (tuple, list)):
        return v[0], v[1]
    return v, v


def output_size(size, kernel_size, stride=1, padding=0):
    for name, value, least in (("kernel_size", kernel_size, 1), ("stride", stride, 1), ("padding", padding, 0)):
        if value < least:
            raise ValueError(f"{name} must not be smaller than {least}")
    last_start = size + 2 * padding - kernel_size
    if last_start < 0:
        raise ValueError("not a single window fits")
    return len(range(0, last_start + 1, stride))


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
    sh, sw = hw(stride)
    ph, pw = hw(padding)
    o, c, kh, kw = weight.shape
    if images.shape[1] != c:
        raise ValueError("channel mismatch between images and weight")
    output_size(images.shape[2], kh, sh, ph)
    output_size(images.shape[3], kw, sw, pw)
    images = F.pad(images, (ph, ph, pw, pw), mode="constant", value=0.0)
    if kh > images.shape[2] or kw > images.shape[3]:
        raise ValueError("not a single window fits")
    patches = images.unfold(2, kh, sh).unfold(3, kw, sw)
    out = (patches[:, None] * weight[None, :, :, None, None]).sum(dim=(2, 5, 6))
    if bias is not None:
        out = out + bias[None, :, None, None]
    return out


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
