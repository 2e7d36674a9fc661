# {"function": "conv2d", "kind": "single", "idea": "The columns hold the channels last, the flattened weights hold them first; wrong from two channels on.", "style": "im2col_tutorial"}
"""Task 3 of 5. No torch convolution in here."""
import torch
from torch import nn


def as_pair(x):
    return (x, x) if isinstance(x, int) else tuple(x)


def _both(v):
    try:
        vertical, horizontal = v
    except TypeError:
        vertical = horizontal = v
    return vertical, horizontal


def steps_along(side, k, s, p=0):
    if k < 1 or s < 1:
        raise ValueError("kernel_size and stride must be at least 1")
    if p < 0:
        raise ValueError("padding can't be negative")
    if k > side + 2 * p:
        raise ValueError(f"a window of {k} does not fit on {side + 2 * p} pixels")
    return (side + 2 * p - k) // s + 1


def check_args(height, width, k, s, p=(0, 0)):
    for side, kk, ss, pp in zip((height, width), k, s, p):
        if kk < 1:
            raise ValueError("kernel too small")
        if ss < 1:
            raise ValueError("stride too small")
        if pp < 0:
            raise ValueError("negative padding")
        if side + 2 * pp < kk:
            raise ValueError("the kernel is larger than the (padded) image")


def framed(pic, ph, pw):
    n, c, h, w = pic.shape
    out = torch.zeros((n, c, h + 2 * ph, w + 2 * pw), dtype=pic.dtype, device=pic.device)
    out[:, :, ph:ph + h, pw:pw + w] = pic
    return out


def check_channels(images, weight, bias):
    if images.shape[1] != weight.shape[1]:
        raise ValueError("the images and the kernels have different numbers of channels")
    if bias is not None and tuple(bias.shape) != (weight.shape[0],):
        raise ValueError("there must be one bias per output channel")


def output_size(size: int, kernel_size: int, stride: int = 1, padding: int = 0) -> int:
    """Count the legal starting positions."""
    if min(kernel_size, stride) < 1 or padding < 0:
        raise ValueError("kernel_size and stride start at 1, padding at 0")
    starts = range(0, size + 2 * padding - kernel_size + 1, stride)
    if len(starts) == 0:
        raise ValueError("window too big for this side")
    return len(starts)


def sliding_windows(images, kernel_size, stride=1):
    kh, kw = as_pair(kernel_size)
    sh, sw = as_pair(stride)
    steps_along(images.shape[2], kh, sh)
    steps_along(images.shape[3], kw, sw)
    return images.unfold(2, kh, sh).unfold(3, kw, sw)


def conv2d(images, weight, bias=None, stride=1, padding=0):
    # im2col
    check_channels(images, weight, bias)
    s, p = as_pair(stride), as_pair(padding)
    out_ch, in_ch, kh, kw = weight.shape
    check_args(images.shape[2], images.shape[3], (kh, kw), s, p)
    x = framed(images, *p)
    cols = x.unfold(2, kh, s[0]).unfold(3, kw, s[1])     # n c i j kh kw
    cols = cols.permute(0, 2, 3, 4, 5, 1)                # n i j kh kw c
    n, i, j = cols.shape[:3]
    cols = cols.reshape(n * i * j, -1)
    w = weight.reshape(out_ch, -1)
    out = cols.matmul(w.t()).reshape(n, i, j, out_ch)
    if bias is not None:
        out = out + bias
    return out.permute(0, 3, 1, 2)


class Conv2d(nn.Module):
    """Owns weight and bias; the work is done by shifting the picture."""

    def __init__(self, in_channels: int, out_channels: int, kernel_size, stride=1, padding=0, bias: bool = True) -> None:
        super().__init__()
        self.kernel_size = _both(kernel_size)
        self.stride = _both(stride)
        self.padding = _both(padding)
        if self.kernel_size[0] < 1 or self.kernel_size[1] < 1:
            raise ValueError("the kernel needs at least one pixel")
        self.weight = nn.Parameter(0.1 * torch.randn(out_channels, in_channels, *self.kernel_size))
        if bias:
            self.bias = nn.Parameter(0.1 * torch.randn(out_channels))
        else:
            self.register_parameter('bias', None)

    def forward(self, images):
        kh, kw = self.kernel_size
        sh, sw = self.stride
        if images.shape[1] != self.weight.shape[1]:
            raise ValueError("channels do not match")
        ho = steps_along(images.shape[2], kh, sh, self.padding[0])
        wo = steps_along(images.shape[3], kw, sw, self.padding[1])
        x = framed(images, self.padding[0], self.padding[1])
        answer = 0
        for a in range(kh):
            for b in range(kw):
                shifted = x[:, :, a:a + sh * (ho - 1) + 1:sh, b:b + sw * (wo - 1) + 1:sw]
                answer = answer + (self.weight[:, :, a, b] @ shifted.flatten(2)).unflatten(2, (ho, wo))
        return answer if self.bias is None else answer + self.bias[:, None, None]
