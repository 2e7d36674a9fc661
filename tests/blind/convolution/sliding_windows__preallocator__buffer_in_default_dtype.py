# {"function": "sliding_windows", "kind": "single", "idea": "Fills a torch.zeros buffer of the default type, so float64 pictures come back as float32.", "style": "preallocator"}
# TODO done :)
import torch
from torch import nn


def pairify(x):
    return (x, x) if isinstance(x, int) else tuple(x)


def normalize(v):
    try:
        vertical, horizontal = v
    except TypeError:
        vertical = horizontal = v
    return vertical, horizontal


dup = lambda v: v if isinstance(v, tuple) else (v, v)


def n_windows(side, k, s, p=0):
    if k < 1 or s < 1:
        raise ValueError("kernel_size and stride must be at least 1")
    if p < 0:
        raise ValueError("padding can't be negative")
    if k > side + 2 * p:
        raise ValueError(f"a window of {k} does not fit on {side + 2 * p} pixels")
    return (side + 2 * p - k) // s + 1


def _check(height, width, k, s, p=(0, 0)):
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


def output_size(size, kernel_size, stride=1, padding=0):
    # number of steps you can take + the window you start with
    for name, value, least in (("kernel_size", kernel_size, 1), ("stride", stride, 1), ("padding", padding, 0)):
        if value < least:
            raise ValueError(f"{name} must be >= {least}, got {value}")
    padded = size + 2 * padding
    if padded < kernel_size:
        raise ValueError(f"kernel {kernel_size} > padded side {padded}")
    steps, _left_over = divmod(padded - kernel_size, stride)
    return steps + 1


def sliding_windows(images, kernel_size, stride=1):
    kh, kw = pairify(kernel_size)
    sh, sw = pairify(stride)
    n, c, h, w = images.shape
    _check(h, w, (kh, kw), (sh, sw))
    ho = (h - kh) // sh + 1
    wo = (w - kw) // sw + 1
    windows = torch.zeros(n, c, ho, wo, kh, kw)
    for i in range(ho):
        for j in range(wo):
            windows[:, :, i, j] = images[:, :, i * sh:i * sh + kh, j * sw:j * sw + kw]
    return windows


def conv2d(images, weight, bias=None, stride=1, padding=0):
    (sh, sw), (ph, pw), (kh, kw) = dup(stride), dup(padding), tuple(weight.shape[2:])
    check_channels(images, weight, bias)
    _check(images.shape[2], images.shape[3], (kh, kw), (sh, sw), (ph, pw))
    x = torch.nn.functional.pad(images, [pw, pw, ph, ph])
    y = torch.tensordot(x.unfold(2, kh, sh).unfold(3, kw, sw), weight, dims=([1, 4, 5], [1, 2, 3]))
    y = y.movedim(-1, 1)
    return y if bias is None else y + bias[None, :, None, None]


class Conv2d(nn.Module):
    """Owns weight and bias; the work is done by shifting the picture."""

    def __init__(self, in_channels: int, out_channels: int, kernel_size, stride=1, padding=0, bias: bool = True) -> None:
        super().__init__()
        self.kernel_size = normalize(kernel_size)
        self.stride = normalize(stride)
        self.padding = normalize(padding)
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
        ho = n_windows(images.shape[2], kh, sh, self.padding[0])
        wo = n_windows(images.shape[3], kw, sw, self.padding[1])
        x = framed(images, self.padding[0], self.padding[1])
        answer = 0
        for a in range(kh):
            for b in range(kw):
                shifted = x[:, :, a:a + sh * (ho - 1) + 1:sh, b:b + sw * (wo - 1) + 1:sw]
                answer = answer + (self.weight[:, :, a, b] @ shifted.flatten(2)).unflatten(2, (ho, wo))
        return answer if self.bias is None else answer + self.bias[:, None, None]
