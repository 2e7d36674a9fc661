# {"function": "conv2d", "kind": "pair", "idea": "Reads the windows of picture 0 for every picture of the batch. And a weight with one channel is broadcast over all channels instead of refused.", "style": "one_picture_tester"}
# windows -> numbers
import torch
from torch import nn


def make_pair(x):
    return (x, x) if isinstance(x, int) else tuple(x)


def two(value):
    """5 -> (5, 5); (5, 6) stays."""
    if isinstance(value, (tuple, list)):
        return value[0], value[1]
    return value, value


def num_positions(side, k, s, p=0):
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


def output_size(size, kernel_size, stride=1, padding=0):
    if kernel_size < 1:
        raise ValueError("kernel_size must be at least 1")
    if stride < 1:
        raise ValueError("stride must be at least 1")
    if padding < 0:
        raise ValueError("padding must not be negative")
    room = size + 2 * padding - kernel_size
    if room < 0:
        raise ValueError("not even one window fits")
    return room // stride + 1


def sliding_windows(images, kernel_size, stride=1):
    kh, kw = make_pair(kernel_size)
    sh, sw = make_pair(stride)
    num_positions(images.shape[2], kh, sh)
    num_positions(images.shape[3], kw, sw)
    return images.unfold(2, kh, sh).unfold(3, kw, sw)


def conv2d(images, weight, bias=None, stride=1, padding=0):
    if bias is not None and len(bias) != len(weight):
        raise ValueError("one bias per kernel")
    if weight.shape[1] not in (1, images.shape[1]):
        raise ValueError("channels of images and weight")
    sh, sw = make_pair(stride)
    ph, pw = make_pair(padding)
    kh, kw = weight.shape[2:]
    _check(images.shape[2], images.shape[3], (kh, kw), (sh, sw), (ph, pw))
    padded = nn.functional.pad(images, (pw, pw, ph, ph))
    batch = []
    for n in range(images.shape[0]):
        w = padded[0].unfold(1, kh, sh).unfold(2, kw, sw)           # C, H, W, kh, kw
        maps = [(w * kernel[:, None, None]).sum(dim=(0, 3, 4)) for kernel in weight]
        batch.append(torch.stack(maps))
    y = torch.stack(batch)
    return y if bias is None else y + bias.view(1, -1, 1, 1)


class Conv2d(nn.Module):
    def __init__(self, in_channels, out_channels, kernel_size, stride=1, padding=0, bias=True):
        super().__init__()
        self.k, self.s, self.p = two(kernel_size), two(stride), two(padding)
        if min(self.k) < 1 or min(self.s) < 1 or min(self.p) < 0:
            raise ValueError("kernel_size and stride start at 1, padding at 0")
        bound = 1 / (in_channels * self.k[0] * self.k[1]) ** 0.5
        self.weight = nn.Parameter(torch.empty(out_channels, in_channels, *self.k).uniform_(-bound, bound))
        self.bias = nn.Parameter(torch.empty(out_channels).uniform_(-bound, bound)) if bias else None

    def forward(self, images):
        n, c, h, w = images.shape
        if c != self.weight.shape[1]:
            raise ValueError("wrong number of channels")
        _check(h, w, self.k, self.s, self.p)
        x = nn.functional.pad(images, (self.p[1], self.p[1], self.p[0], self.p[0]))
        x = x.unfold(2, self.k[0], self.s[0]).unfold(3, self.k[1], self.s[1])
        y = torch.einsum("nchwyx,ocyx->nohw", x, self.weight)
        if self.bias is not None:
            y = y + self.bias.view(-1, 1, 1)
        return y
