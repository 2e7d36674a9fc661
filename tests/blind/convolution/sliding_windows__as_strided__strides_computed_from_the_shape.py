# {"function": "sliding_windows", "kind": "single", "idea": "Computes the memory steps from the shape as if every tensor were contiguous.", "style": "as_strided"}
"""Task: convolution."""

import torch
import torch.nn.functional as F
from torch import nn


two = lambda p: p if hasattr(p, "__len__") else (p, p)  # noqa: E731


def output_size(size, kernel_size, stride=1, padding=0):
    full = size + padding + padding
    if kernel_size < 1 or stride < 1 or padding < 0 or full < kernel_size:
        raise ValueError("These window parameters are impossible.")
    # one window for the first position, one more for every full step
    return 1 + (full - kernel_size) // stride


def sliding_windows(images, kernel_size, stride=1):
    kh, kw = two(kernel_size)
    sh, sw = two(stride)
    n, c, h, w = images.shape
    ho, wo = output_size(h, kh, sh), output_size(w, kw, sw)
    steps = (c * h * w, h * w, w, 1)
    return torch.as_strided(
        images,
        size=(n, c, ho, wo, kh, kw),
        stride=(steps[0], steps[1], steps[2] * sh, steps[3] * sw, steps[2], steps[3]),
    )


def conv2d(images, weight, bias=None, stride=1, padding=0):
    if images.shape[1] != weight.shape[1]:
        raise ValueError("images and weight have different numbers of channels")
    if bias is not None and tuple(bias.shape) != (weight.shape[0],):
        raise ValueError("bias needs one number per output channel")
    (sh, sw), (ph, pw) = two(stride), two(padding)
    n = images.shape[0]
    o, c, kh, kw = weight.shape
    ho = output_size(images.shape[2], kh, sh, ph)
    wo = output_size(images.shape[3], kw, sw, pw)
    x = F.pad(images, [pw, pw, ph, ph])
    rows = torch.arange(ho).repeat_interleave(wo)[:, None] * sh + torch.arange(kh).repeat_interleave(kw)
    cols = torch.arange(wo).repeat(ho)[:, None] * sw + torch.arange(kw).repeat(kh)
    patches = x[:, :, rows, cols]  # N, C, L, K
    patches = patches.transpose(1, 2).reshape(n, ho * wo, c * kh * kw)
    out = patches @ weight.reshape(o, -1).T
    if bias is not None:
        out = out + bias
    return out.transpose(1, 2).reshape(n, o, ho, wo)


class Conv2d(nn.Module):
    def __init__(self, in_channels, out_channels, kernel_size, stride=1, padding=0, bias=True):
        super().__init__()
        kh, kw = two(kernel_size)
        if kh < 1 or kw < 1:
            raise ValueError("kernel_size must be at least 1")
        bound = (in_channels * kh * kw) ** -0.5
        self.weight = nn.Parameter(torch.empty(out_channels, in_channels, kh, kw).uniform_(-bound, bound))
        if bias:
            self.bias = nn.Parameter(torch.empty(out_channels).uniform_(-bound, bound))
        else:
            self.register_parameter("bias", None)
        self.stride = stride
        self.padding = padding

    def forward(self, images):
        return conv2d(images, self.weight, self.bias, self.stride, self.padding)
