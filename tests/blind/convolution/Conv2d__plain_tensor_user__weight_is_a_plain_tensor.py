# {"function": "Conv2d", "kind": "single", "idea": "The weight is a tensor with requires_grad, not a Parameter: it is missing from parameters() and the state dict.", "style": "plain_tensor_user"}
# windows -> numbers
import torch
from torch import nn


def make_pair(x):
    return (x, x) if isinstance(x, int) else tuple(x)


def _both(v):
    try:
        vertical, horizontal = v
    except TypeError:
        vertical = horizontal = v
    return vertical, horizontal


pr = lambda v: v if isinstance(v, tuple) else (v, v)


def count_places(side, k, s, p=0):
    if k < 1 or s < 1:
        raise ValueError("kernel_size and stride must be at least 1")
    if p < 0:
        raise ValueError("padding can't be negative")
    if k > side + 2 * p:
        raise ValueError(f"a window of {k} does not fit on {side + 2 * p} pixels")
    return (side + 2 * p - k) // s + 1


def validate(height, width, k, s, p=(0, 0)):
    for side, kk, ss, pp in zip((height, width), k, s, p):
        if kk < 1:
            raise ValueError("kernel too small")
        if ss < 1:
            raise ValueError("stride too small")
        if pp < 0:
            raise ValueError("negative padding")
        if side + 2 * pp < kk:
            raise ValueError("the kernel is larger than the (padded) image")


def same_channels(images, weight, bias):
    if images.shape[1] != weight.shape[1]:
        raise ValueError("the images and the kernels have different numbers of channels")
    if bias is not None and tuple(bias.shape) != (weight.shape[0],):
        raise ValueError("there must be one bias per output channel")


def output_size(size, kernel_size, stride=1, padding=0):
    if kernel_size <= 0 or stride <= 0 or padding <= -1:
        raise ValueError('bad numbers: %r %r %r' % (kernel_size, stride, padding))
    size += padding + padding
    n, end = 0, kernel_size
    while end <= size:
        n += 1
        end += stride
    if n == 0:
        raise ValueError('no window fits')
    return n


def sliding_windows(images, kernel_size, stride=1):
    kh, kw = make_pair(kernel_size)
    sh, sw = make_pair(stride)
    count_places(images.shape[2], kh, sh)
    count_places(images.shape[3], kw, sw)
    return images.unfold(2, kh, sh).unfold(3, kw, sw)


def conv2d(images, weight, bias=None, stride=1, padding=0):
    (sh, sw), (ph, pw), (kh, kw) = pr(stride), pr(padding), tuple(weight.shape[2:])
    same_channels(images, weight, bias)
    validate(images.shape[2], images.shape[3], (kh, kw), (sh, sw), (ph, pw))
    x = torch.nn.functional.pad(images, [pw, pw, ph, ph])
    y = torch.tensordot(x.unfold(2, kh, sh).unfold(3, kw, sw), weight, dims=([1, 4, 5], [1, 2, 3]))
    y = y.movedim(-1, 1)
    return y if bias is None else y + bias[None, :, None, None]


class Conv2d(nn.Module):
    def __init__(self, in_channels, out_channels, kernel_size, stride=1, padding=0, bias=True):
        super().__init__()
        h, w = _both(kernel_size)
        if h < 1 or w < 1: raise ValueError("kernel_size")
        self.stride, self.padding = stride, padding
        self.weight = torch.randn(out_channels, in_channels, h, w, requires_grad=True)
        if bias:
            self.bias = nn.Parameter(torch.randn(out_channels))
        else:
            self.bias = None

    def forward(self, images):
        return conv2d(images, self.weight, bias=self.bias, stride=self.stride, padding=self.padding)
