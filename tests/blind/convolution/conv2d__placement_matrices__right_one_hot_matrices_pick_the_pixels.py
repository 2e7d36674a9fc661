# {"function": "conv2d", "kind": "right", "idea": "Picks the pixels of all windows by two products with matrices of 0 and 1 (padding is a pixel nobody has).", "style": "placement_matrices"}
import torch
from torch import nn


def _pair(x):
    try:
        first, second = x
    except TypeError:
        first = second = x
    return first, second


def output_size(size, kernel_size, stride=1, padding=0):
    if stride < 1:
        raise ValueError(f"stride {stride} does not move")
    if kernel_size < 1:
        raise ValueError(f"kernel_size {kernel_size} is empty")
    if padding < 0:
        raise ValueError("padding can't be negative")
    starts = range(0, size + 2 * padding - kernel_size + 1, stride)
    if len(starts) == 0:
        raise ValueError("no window fits")
    return len(starts)


def sliding_windows(images, kernel_size, stride=1):
    kh, kw = _pair(kernel_size)
    sh, sw = _pair(stride)
    height, width = images.shape[-2:]
    rows = output_size(height, kh, sh)
    cols = output_size(width, kw, sw)
    lines = []
    for i in range(rows):
        line = [images[:, :, i * sh : i * sh + kh, j * sw : j * sw + kw] for j in range(cols)]
        lines.append(torch.stack(line, dim=2))
    return torch.stack(lines, dim=2)


def _placement(size, k, s, p):
    """(out, k, size) of 0 and 1: which pixel does tap t of window i see?"""
    out = output_size(size, k, s, p)
    seen = torch.arange(out)[:, None] * s + torch.arange(k) - p
    return seen[..., None] == torch.arange(size)


def conv2d(images, weight, bias=None, stride=1, padding=0):
    if weight.size(1) != images.size(1):
        raise ValueError(f"expected {weight.size(1)} channels, got {images.size(1)}")
    if bias is not None and (bias.dim() != 1 or bias.numel() != weight.size(0)):
        raise ValueError(f"bias has the wrong shape {tuple(bias.shape)}")
    (sh, sw), (ph, pw) = _pair(stride), _pair(padding)
    down = _placement(images.shape[2], weight.shape[2], sh, ph).to(images.dtype)
    across = _placement(images.shape[3], weight.shape[3], sw, pw).to(images.dtype)
    bands = torch.einsum("ncyx,iay->nciax", images, down)
    windows = torch.einsum("nciax,jbx->ncijab", bands, across)
    out = torch.einsum("ncijab,ocab->noij", windows, weight)
    if bias is not None:
        out = out + bias.view(1, -1, 1, 1)
    return out


class Conv2d(nn.Module):
    def __init__(self, in_channels, out_channels, kernel_size, stride=1, padding=0, bias=True):
        super().__init__()
        size = tuple(_pair(kernel_size))
        if min(size) < 1:
            raise ValueError("the kernel has no pixels")
        self.weight = nn.Parameter(torch.randn(out_channels, in_channels, *size) * 0.1)
        self.bias = nn.Parameter(torch.randn(out_channels) * 0.1) if bias else None
        self.stride, self.padding = stride, padding

    def forward(self, images):
        return conv2d(images, self.weight, self.bias, self.stride, self.padding)
