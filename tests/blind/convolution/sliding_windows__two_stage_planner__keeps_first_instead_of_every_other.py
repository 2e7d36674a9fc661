# {"function": "sliding_windows", "kind": "single", "idea": "Makes all windows at stride 1 and keeps the first H_out and W_out of them instead of every stride-th.", "style": "two_stage_planner"}
"""Convolution by hand."""
import torch
from torch import nn


def as_two(value):
    """5 -> (5, 5); (5, 6) stays."""
    if isinstance(value, (tuple, list)):
        return value[0], value[1]
    return value, value


p2 = lambda v: v if isinstance(v, tuple) else (v, v)


def _places(side, k, s, p=0):
    if k < 1 or s < 1:
        raise ValueError("kernel_size and stride must be at least 1")
    if p < 0:
        raise ValueError("padding can't be negative")
    if k > side + 2 * p:
        raise ValueError(f"a window of {k} does not fit on {side + 2 * p} pixels")
    return (side + 2 * p - k) // s + 1


def pad_zeros(pic, ph, pw):
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
    (kh, kw), (sh, sw) = p2(kernel_size), p2(stride)
    rows = output_size(images.shape[2], kh, sh)
    cols = output_size(images.shape[3], kw, sw)
    everything = images.unfold(2, kh, 1).unfold(3, kw, 1)
    # with a stride there are fewer windows
    return everything[:, :, :rows, :cols]


def conv2d(images, weight, bias=None, stride=1, padding=0):
    """im2col and one matrix product"""
    sh, sw = as_two(stride)
    ph, pw = as_two(padding)
    O, C, kh, kw = weight.shape
    validate_channels(images, weight, bias)
    ho = _places(images.shape[2], kh, sh, ph)
    wo = _places(images.shape[3], kw, sw, pw)
    x = pad_zeros(images, ph, pw)
    columns = []
    for c in range(C):
        for i in range(kh):
            for j in range(kw):
                columns.append(x[:, c, i:i + sh * ho:sh, j:j + sw * wo:sw][:, :ho, :wo])
    matrix = torch.stack(columns, dim=-1)                 # (N, ho, wo, C*kh*kw)
    out = (matrix @ weight.reshape(O, -1).T).permute(0, 3, 1, 2)
    return out if bias is None else out + bias.view(1, O, 1, 1)


class Conv2d(torch.nn.Module):
    def __init__(self, in_channels, out_channels, kernel_size, stride=1, padding=0, bias=True):
        torch.nn.Module.__init__(self)
        kernel_size, stride, padding = p2(kernel_size), p2(stride), p2(padding)
        for small, values in ((1, kernel_size), (1, stride), (0, padding)):
            if any(v < small for v in values):
                raise ValueError(f"a value in {values} is below {small}")
        self.settings = kernel_size + stride + padding
        self.register_parameter("weight", torch.nn.Parameter(torch.randn(out_channels, in_channels, *kernel_size) / 8))
        self.register_parameter("bias", torch.nn.Parameter(torch.randn(out_channels) / 8) if bias else None)

    def forward(self, images):
        kh, kw, sh, sw, ph, pw = self.settings
        ho = _places(images.shape[2], kh, sh, ph)
        wo = _places(images.shape[3], kw, sw, pw)
        if images.shape[1] != self.weight.shape[1]:
            raise ValueError("this layer was made for other channels")
        x = pad_zeros(images, ph, pw)
        rows = []
        for i in range(ho):
            for j in range(wo):
                patch = x[:, :, i * sh:i * sh + kh, j * sw:j * sw + kw]
                rows.append(torch.tensordot(patch, self.weight, dims=([1, 2, 3], [1, 2, 3])))
        y = torch.stack(rows, -1).reshape(images.shape[0], -1, ho, wo)
        if self.bias is not None:
            y = y + self.bias.reshape(1, -1, 1, 1)
        return y
