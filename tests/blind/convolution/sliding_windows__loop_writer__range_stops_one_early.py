# {"function": "sliding_windows", "kind": "single", "idea": "The loops run over range(0, H - K, stride), so the last window that fits is lost.", "style": "loop_writer"}
import torch
from torch import nn


def _tuple2(x):
    return (x, x) if isinstance(x, int) else tuple(x)


def vh(value):
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
    ok = kernel_size >= 1 and stride >= 1 and padding >= 0 and size + 2*padding >= kernel_size
    if not ok: raise ValueError("impossible sizes")
    return 1 + (size + 2*padding - kernel_size) // stride


def sliding_windows(images, kernel_size, stride=1):
    k, s = vh(kernel_size), vh(stride)
    H, W = images.shape[2], images.shape[3]
    validate(H, W, k, s)
    out = []
    tops = list(range(0, H - k[0], s[0])) or [0]
    lefts = list(range(0, W - k[1], s[1])) or [0]
    for top in tops:
        for left in lefts:
            out.append(images[:, :, top:top + k[0], left:left + k[1]])
    out = torch.stack(out, 2)
    return out.reshape(out.shape[0], out.shape[1], len(tops), len(lefts), k[0], k[1])


def conv2d(images, weight, bias=None, stride=1, padding=0):
    same_channels(images, weight, bias)
    ph, pw = _tuple2(padding)
    sh, sw = _tuple2(stride)
    kh, kw = weight.shape[2:]
    num_positions(images.shape[2], kh, sh, ph)
    num_positions(images.shape[3], kw, sw, pw)
    x = nn.functional.pad(images, (pw, pw, ph, ph))
    win = x.unfold(2, kh, sh).unfold(3, kw, sw)
    out = torch.einsum("nchwij,ocij->nohw", win, weight)
    if bias is not None:
        out = out + bias[:, None, None]
    return out


class Conv2d(nn.Module):
    def __init__(self, in_channels, out_channels, kernel_size, stride=1, padding=0, bias=True):
        super().__init__()
        kh, kw = _tuple2(kernel_size)
        if kh < 1 or kw < 1:
            raise ValueError("kernel_size must be at least 1")
        self.stride = stride
        self.padding = padding
        self.weight = nn.Parameter(torch.empty(out_channels, in_channels, kh, kw))
        nn.init.kaiming_uniform_(self.weight, a=5 ** 0.5)
        if bias:
            self.bias = nn.Parameter(torch.rand(out_channels) * 0.2 - 0.1)
        else:
            self.register_parameter("bias", None)

    def forward(self, images):
        return conv2d(images, self.weight, self.bias, self.stride, self.padding)
