# {"function": "conv2d", "kind": "single", "idea": "Asks `if bias:`; a bias of several numbers has no truth value and crashes, and one of a single 0 passes.", "style": "script_style_truthiness"}
import torch
import torch.nn.functional as F
from torch import nn


def _hw(value):
    """3 -> (3, 3), (2, 3) stays."""
    return (value, value) if isinstance(value, int) else tuple(value)


def output_size(size, kernel_size, stride=1, padding=0):
    if kernel_size < 1 or stride < 1 or padding < 0:
        raise ValueError("kernel_size and stride must be at least 1, padding at least 0")
    room = size + 2 * padding - kernel_size
    if room < 0:
        raise ValueError("the kernel is larger than the padded picture")
    return room // stride + 1


def sliding_windows(images, kernel_size, stride=1):
    kh, kw = _hw(kernel_size)
    sh, sw = _hw(stride)
    output_size(images.shape[2], kh, sh)  # raises where nothing fits
    output_size(images.shape[3], kw, sw)
    return images.unfold(2, kh, sh).unfold(3, kw, sw)


def conv2d(images, weight, bias=None, stride=1, padding=0):
    if images.shape[1] != weight.shape[1]:
        raise ValueError("channels do not match")
    if bias:
        if bias.shape != weight.shape[:1]:
            raise ValueError("one bias per kernel, please")
    sh, sw = _hw(stride)
    ph, pw = _hw(padding)
    ho = output_size(images.shape[2], weight.shape[2], sh, ph)
    wo = output_size(images.shape[3], weight.shape[3], sw, pw)
    x = F.pad(images, (pw, pw, ph, ph))
    cols = x.unfold(2, weight.shape[2], sh).unfold(3, weight.shape[3], sw)
    cols = cols.permute(0, 2, 3, 1, 4, 5).flatten(3)
    out = cols @ weight.flatten(1).T
    if bias:
        out = out + bias
    assert out.shape[1:3] == (ho, wo)
    return out.permute(0, 3, 1, 2)


class Conv2d(nn.Module):
    def __init__(self, in_channels, out_channels, kernel_size, stride=1, padding=0, bias=True):
        super().__init__()
        size = tuple(_hw(kernel_size))
        if min(size) < 1:
            raise ValueError("the kernel has no pixels")
        self.weight = nn.Parameter(torch.randn(out_channels, in_channels, *size) * 0.1)
        self.bias = nn.Parameter(torch.randn(out_channels) * 0.1) if bias else None
        self.stride, self.padding = stride, padding

    def forward(self, images):
        if images.shape[1] != self.weight.shape[1]:
            raise ValueError("wrong number of channels for this layer")
        sh, sw = _hw(self.stride)
        ph, pw = _hw(self.padding)
        kh, kw = self.weight.shape[2:]
        output_size(images.shape[2], kh, sh, ph)
        output_size(images.shape[3], kw, sw, pw)
        x = F.pad(images, (pw, pw, ph, ph))
        out = torch.einsum("nchwij,ocij->nohw", x.unfold(2, kh, sh).unfold(3, kw, sw), self.weight)
        if self.bias is not None:
            out = out + self.bias.view(-1, 1, 1)
        return out
