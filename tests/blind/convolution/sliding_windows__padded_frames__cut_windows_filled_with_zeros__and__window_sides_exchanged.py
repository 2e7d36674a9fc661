# {"function": "sliding_windows", "kind": "pair", "idea": "Keeps windows that stick out and fills them with zeros, and returns each window transposed (K_w, K_h).", "style": "padded_frames"}
import math
import torch
import torch.nn.functional as F
from torch import nn


_hw = lambda p: p if hasattr(p, "__len__") else (p, p)  # noqa: E731


def output_size(size, kernel_size, stride=1, padding=0):
    full = size + padding + padding
    if kernel_size < 1 or stride < 1 or padding < 0 or full < kernel_size:
        raise ValueError("These window parameters are impossible.")
    # one window for the first position, one more for every full step
    return 1 + (full - kernel_size) // stride


def sliding_windows(images, kernel_size, stride=1):
    kh, kw = _hw(kernel_size)
    sh, sw = _hw(stride)
    n, c, h, w = images.shape
    ho, wo = output_size(h, kh, sh), output_size(w, kw, sw)
    ho, wo = math.ceil((h - kh) / sh) + 1, math.ceil((w - kw) / sw) + 1
    images = F.pad(images, (0, (wo - 1) * sw + kw - w, 0, (ho - 1) * sh + kh - h))
    frames = []
    for i in range(ho):
        for j in range(wo):
            frame = images[:, :, i * sh : i * sh + kh, j * sw : j * sw + kw]
            frames.append(frame.transpose(-1, -2))
    return torch.stack(frames, 2).unflatten(2, (ho, wo))


def conv2d(images, weight, bias=None, stride=1, padding=0):
    if weight.size(1) != images.size(1):
        raise ValueError(f"expected {weight.size(1)} channels, got {images.size(1)}")
    if bias is not None and (bias.dim() != 1 or bias.numel() != weight.size(0)):
        raise ValueError(f"bias has the wrong shape {tuple(bias.shape)}")
    sh, sw = _hw(stride)
    ph, pw = _hw(padding)
    kh, kw = weight.shape[2:]
    ho = output_size(images.shape[2], kh, sh, ph)
    wo = output_size(images.shape[3], kw, sw, pw)
    x = F.pad(images, (pw, pw, ph, ph))
    lines = []
    for i in range(ho):
        line = []
        for j in range(wo):
            patch = x[:, :, i * sh : i * sh + kh, j * sw : j * sw + kw]
            line.append(torch.tensordot(patch, weight, dims=([1, 2, 3], [1, 2, 3])))
        lines.append(torch.stack(line, dim=-1))
    result = torch.stack(lines, dim=-2)
    if bias is not None:
        result = result + bias.reshape(-1, 1, 1)
    return result


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
        return conv2d(images, self.weight, self.bias, self.stride, self.padding)
