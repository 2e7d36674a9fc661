# {"function": "conv2d", "kind": "single", "idea": "Adds the bias inside the loop over the input channels, so it is counted once per channel.", "style": "loop_over_channels"}
"""convolution: my own version, by hand."""

import torch
import torch.nn.functional as F
from torch import nn


both_ways = lambda p: p if hasattr(p, "__len__") else (p, p)  # noqa: E731


def output_size(size, kernel_size, stride=1, padding=0):
    full = size + padding + padding
    if kernel_size < 1 or stride < 1 or padding < 0 or full < kernel_size:
        raise ValueError("These window parameters are impossible.")
    # one window for the first position, one more for every full step
    return 1 + (full - kernel_size) // stride


def sliding_windows(images, kernel_size, stride=1):
    k1, k2 = both_ways(kernel_size)
    s1, s2 = both_ways(stride)
    N, C, H, W = images.shape
    H_out = output_size(H, k1, s1)
    W_out = output_size(W, k2, s2)
    windows = images.new_empty((N, C, H_out, W_out, k1, k2))
    for i in range(H_out):
        for j in range(W_out):
            windows[:, :, i, j] = images[:, :, s1 * i : s1 * i + k1, s2 * j : s2 * j + k2]
    return windows


def conv2d(images, weight, bias=None, stride=1, padding=0):
    if images.shape[1] != weight.shape[1]:
        raise ValueError("images and weight have different numbers of channels")
    if bias is not None and tuple(bias.shape) != (weight.shape[0],):
        raise ValueError("bias needs one number per output channel")
    sh, sw = both_ways(stride)
    ph, pw = both_ways(padding)
    kh, kw = weight.shape[-2:]
    output_size(images.shape[2], kh, sh, ph)
    output_size(images.shape[3], kw, sw, pw)
    x = F.pad(images, (pw, pw, ph, ph))
    features = []
    for o in range(weight.shape[0]):
        feature = 0
        for c in range(weight.shape[1]):
            view = x[:, c].unfold(1, kh, sh).unfold(2, kw, sw)
            feature = feature + (view * weight[o, c]).sum(dim=(-2, -1))
            if bias is not None:
                feature = feature + bias[o]
        features.append(feature)
    return torch.stack(features, dim=1)


class Conv2d(nn.Module):
    def __init__(self, in_channels, out_channels, kernel_size, stride=1, padding=0, bias=True):
        super().__init__()
        kh, kw = both_ways(kernel_size)
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
        if images.size(1) != self.weight.size(1):
            raise ValueError("channels of images and layer differ")
        sh, sw = both_ways(self.stride)
        ph, pw = both_ways(self.padding)
        kh, kw = self.weight.shape[-2:]
        ho, wo = output_size(images.size(2), kh, sh, ph), output_size(images.size(3), kw, sw, pw)
        x = F.pad(images, (pw, pw, ph, ph))
        kernels = self.weight.flatten(1)
        answers = [
            x[:, :, a * sh : a * sh + kh, b * sw : b * sw + kw].flatten(1) @ kernels.T
            for a in range(ho)
            for b in range(wo)
        ]
        out = torch.stack(answers, dim=2)
        if self.bias is not None:
            out = out + self.bias[:, None]
        return out.reshape(len(images), -1, ho, wo)
