import torch
import torch.nn as nn
import torch.nn.functional as F


def pair(t):
    return t if isinstance(t, tuple) else tuple(t) if isinstance(t, list) else (t, t)


def output_size(size, kernel_size, stride=1, padding=0):
    if stride < 1 or kernel_size < 1 or padding < 0:
        raise ValueError("stride and kernel_size start at 1, padding starts at 0")
    if size + 2 * padding < kernel_size:
        raise ValueError("the kernel is larger than the padded picture")
    return (size + 2 * padding - kernel_size + stride) // stride


def sliding_windows(images, kernel_size, stride=1):
    (kh, kw), (sh, sw) = pair(kernel_size), pair(stride)
    Ho = output_size(images.shape[2], kh, sh)
    Wo = output_size(images.shape[3], kw, sw)
    rows = []
    for i in range(Ho):
        row = []
        for j in range(Wo):
            row.append(images[:, :, i * sh:i * sh + kh, j * sw:j * sw + kw])
        rows.append(torch.stack(row, dim=2))
    return torch.stack(rows, dim=2)


def conv2d(images, weight, bias=None, stride=1, padding=0):
    """Loop over the kernel, not over the picture: kh * kw shifted pictures, weighted and added."""
    sh, sw = pair(stride)
    ph, pw = pair(padding)
    O, C, kh, kw = weight.shape
    if images.shape[1] != C:
        raise ValueError(f"weight wants {C} channels, images have {images.shape[1]}")
    Ho = output_size(images.shape[2], kh, sh, ph)
    Wo = output_size(images.shape[3], kw, sw, pw)
    x = F.pad(images, (pw, pw, ph, ph))
    out = 0
    for i in range(kh):
        for j in range(kw):
            shifted = x[:, :, i:i + sh * (Ho - 1) + 1:sh, j:j + sw * (Wo - 1) + 1:sw]
            out = out + (shifted.unsqueeze(1) * weight[:, :, i, j][None, :, :, None, None]).sum(2)
    if bias is not None:
        out = out + bias.reshape(-1, 1, 1)
    return out


class Conv2d(nn.Module):
    def __init__(self, in_channels, out_channels, kernel_size, stride=1, padding=0, bias=True):
        super().__init__()
        self.hyper = dict(stride=stride, padding=padding)
        k = pair(kernel_size)
        if min(k) < 1:
            raise ValueError("kernel_size starts at 1")
        self.weight = nn.Parameter(nn.init.xavier_uniform_(torch.empty(out_channels, in_channels, *k)))
        self.bias = nn.Parameter(0.01 * torch.randn(out_channels)) if bias else None

    def forward(self, images):
        return conv2d(images, self.weight, self.bias, **self.hyper)
