# {"function": "conv2d", "kind": "right", "idea": "Writes the convolution as one big matrix that multiplies the flattened padded picture; correct.", "style": "toeplitz-matrix"}
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


def selection(length, kernel, step, count):
    """(count, kernel, length): row (i, a) picks pixel i * step + a"""
    picks = torch.arange(count)[:, None] * step + torch.arange(kernel)
    return F.one_hot(picks, length)


def conv2d(images, weight, bias=None, stride=1, padding=0):
    (sh, sw), (ph, pw) = hw(stride), hw(padding)
    n, c, h, w = images.shape
    o, c2, kh, kw = weight.shape
    if c != c2:
        raise ValueError(f"{c} channels in the picture, {c2} in the filter")
    oh, ow = output_size(h, kh, sh, ph), output_size(w, kw, sw, pw)
    down = selection(h + 2 * ph, kh, sh, oh)[:, :, ph:ph + h].to(images.dtype)
    across = selection(w + 2 * pw, kw, sw, ow)[:, :, pw:pw + w].to(images.dtype)
    # big[o, y, x, c, h, w]: what the pixel (c, h, w) counts for the output (o, y, x)
    big = torch.einsum("yah,xbw,ocab->oyxchw", down, across, weight)
    out = images.reshape(n, c * h * w) @ big.reshape(o * oh * ow, c * h * w).T
    out = out.reshape(n, o, oh, ow)
    return out if bias is None else out + bias.reshape(o, 1, 1)


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
