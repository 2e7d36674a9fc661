# {"function": "Conv2d", "kind": "single", "idea": "Makes the weight as (O, C, K_w, K_h), so a pair as kernel_size is turned round.", "style": "opencv_person"}
import torch
from torch import nn


def as_pair(x):
    return (x, x) if isinstance(x, int) else tuple(x)


def normalize(v):
    try:
        vertical, horizontal = v
    except TypeError:
        vertical = horizontal = v
    return vertical, horizontal


def _places(side, k, s, p=0):
    if k < 1 or s < 1:
        raise ValueError("kernel_size and stride must be at least 1")
    if p < 0:
        raise ValueError("padding can't be negative")
    if k > side + 2 * p:
        raise ValueError(f"a window of {k} does not fit on {side + 2 * p} pixels")
    return (side + 2 * p - k) // s + 1


def raise_if_impossible(height, width, k, s, p=(0, 0)):
    for side, kk, ss, pp in zip((height, width), k, s, p):
        if kk < 1:
            raise ValueError("kernel too small")
        if ss < 1:
            raise ValueError("stride too small")
        if pp < 0:
            raise ValueError("negative padding")
        if side + 2 * pp < kk:
            raise ValueError("the kernel is larger than the (padded) image")


def zero_border(pic, ph, pw):
    n, c, h, w = pic.shape
    out = torch.zeros((n, c, h + 2 * ph, w + 2 * pw), dtype=pic.dtype, device=pic.device)
    out[:, :, ph:ph + h, pw:pw + w] = pic
    return out


def validate_channels(images, weight, bias):
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
    _places(images.shape[2], kh, sh)
    _places(images.shape[3], kw, sw)
    return images.unfold(2, kh, sh).unfold(3, kw, sw)


def conv2d(images, weight, bias=None, stride=1, padding=0):
    # shift the whole picture instead of the window
    validate_channels(images, weight, bias)
    s, p = normalize(stride), normalize(padding)
    n, c, h, w = images.shape
    o, _, kh, kw = weight.shape
    raise_if_impossible(h, w, (kh, kw), s, p)
    ho = (h + 2 * p[0] - kh) // s[0] + 1
    wo = (w + 2 * p[1] - kw) // s[1] + 1
    big = zero_border(images, *p)
    total = 0
    for dy in range(kh):
        for dx in range(kw):
            part = big[:, :, dy:dy + (ho - 1) * s[0] + 1:s[0], dx:dx + (wo - 1) * s[1] + 1:s[1]]
            total = total + torch.einsum("nchw,oc->nohw", part, weight[:, :, dy, dx])
    if bias is not None:
        total = total + bias.reshape(1, -1, 1, 1)
    return total


class Conv2d(nn.Module):
    def __init__(self, in_channels, out_channels, kernel_size, stride=1, padding=0, bias=True):
        super().__init__()
        # ksize = (height, width)
        height, width = normalize(kernel_size)
        if height < 1 or width < 1:
            raise ValueError("empty kernel")
        self.stride, self.padding = stride, padding
        self.weight = nn.Parameter(torch.empty(out_channels, in_channels, width, height))
        nn.init.xavier_uniform_(self.weight)
        self.bias = None
        if bias:
            self.bias = nn.Parameter(torch.empty(out_channels))
            nn.init.uniform_(self.bias, -0.1, 0.1)

    def forward(self, images):
        return conv2d(images, self.weight, self.bias, self.stride, self.padding)
