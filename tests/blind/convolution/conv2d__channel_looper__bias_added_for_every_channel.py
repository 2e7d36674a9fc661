# {"function": "conv2d", "kind": "single", "idea": "Adds the bias inside the loop over the input channels, so it counts C times.", "style": "channel_looper"}
# windows -> numbers
import torch
from torch import nn


def pairify(x):
    return (x, x) if isinstance(x, int) else tuple(x)


def vh(value):
    """5 -> (5, 5); (5, 6) stays."""
    if isinstance(value, (tuple, list)):
        return value[0], value[1]
    return value, value


def count_places(side, k, s, p=0):
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


def _pad(pic, ph, pw):
    n, c, h, w = pic.shape
    out = torch.zeros((n, c, h + 2 * ph, w + 2 * pw), dtype=pic.dtype, device=pic.device)
    out[:, :, ph:ph + h, pw:pw + w] = pic
    return out


def validate_channels(images, weight, bias):
    if images.shape[1] != weight.shape[1]:
        raise ValueError("the images and the kernels have different numbers of channels")
    if bias is not None and tuple(bias.shape) != (weight.shape[0],):
        raise ValueError("there must be one bias per output channel")


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
    kh, kw = pairify(kernel_size)
    sh, sw = pairify(stride)
    count_places(images.shape[2], kh, sh)
    count_places(images.shape[3], kw, sw)
    return images.unfold(2, kh, sh).unfold(3, kw, sw)


def conv2d(images, weight, bias=None, stride=1, padding=0):
    validate_channels(images, weight, bias)
    ph, pw = vh(padding)
    sh, sw = vh(stride)
    n, c, h, w = images.shape
    o, _, kh, kw = weight.shape
    check_args(h, w, (kh, kw), (sh, sw), (ph, pw))
    padded = _pad(images, ph, pw)
    answers = []
    for out_channel in range(o):
        answer = 0
        for in_channel in range(c):
            windows = padded[:, in_channel].unfold(1, kh, sh).unfold(2, kw, sw)
            answer = answer + (windows * weight[out_channel, in_channel]).sum((-2, -1))
            if bias is not None:
                answer = answer + bias[out_channel]
        answers.append(answer)
    return torch.stack(answers, 1)


class Conv2d(nn.Module):
    def __init__(self, in_channels, out_channels, kernel_size, stride=1, padding=0, bias=True):
        super().__init__()
        self.k, self.s, self.p = vh(kernel_size), vh(stride), vh(padding)
        if min(self.k) < 1 or min(self.s) < 1 or min(self.p) < 0:
            raise ValueError("kernel_size and stride start at 1, padding at 0")
        bound = 1 / (in_channels * self.k[0] * self.k[1]) ** 0.5
        self.weight = nn.Parameter(torch.empty(out_channels, in_channels, *self.k).uniform_(-bound, bound))
        self.bias = nn.Parameter(torch.empty(out_channels).uniform_(-bound, bound)) if bias else None

    def forward(self, images):
        n, c, h, w = images.shape
        if c != self.weight.shape[1]:
            raise ValueError("wrong number of channels")
        check_args(h, w, self.k, self.s, self.p)
        x = nn.functional.pad(images, (self.p[1], self.p[1], self.p[0], self.p[0]))
        x = x.unfold(2, self.k[0], self.s[0]).unfold(3, self.k[1], self.s[1])
        y = torch.einsum("nchwyx,ocyx->nohw", x, self.weight)
        if self.bias is not None:
            y = y + self.bias.view(-1, 1, 1)
        return y
