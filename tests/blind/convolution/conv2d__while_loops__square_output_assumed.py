# {"function": "conv2d", "kind": "single", "idea": "Uses the number of rows for both loops, so non-square results are cut off or crash with an IndexError.", "style": "while-loops"}
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
    (sh, sw), (ph, pw) = hw(stride), hw(padding)
    kh, kw = weight.shape[2], weight.shape[3]
    if images.shape[1] != weight.shape[1]:
        raise ValueError("channel mismatch between images and weight")
    steps = output_size(images.shape[2], kh, sh, ph)
    across = output_size(images.shape[3], kw, sw, pw)
    canvas = F.pad(images, (pw, pw, ph, ph))
    out = canvas.new_zeros(images.shape[0], weight.shape[0], steps, across)
    r = 0
    while r < steps:
        q = 0
        while q < steps:
            patch = canvas[:, None, :, r * sh:r * sh + kh, q * sw:q * sw + kw]
            out[:, :, r, q] = (patch * weight).sum(dim=(2, 3, 4))
            q += 1
        r += 1
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
