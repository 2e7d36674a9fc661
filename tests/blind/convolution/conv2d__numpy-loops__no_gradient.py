# {"function": "conv2d", "kind": "single", "idea": "computes everything in NumPy, so the values are right but no gradient flows back", "style": "numpy-loops"}
import numpy as np
import torch
from torch import nn


def pair(v):
    if isinstance(v, int):
        return v, v
    return v[0], v[1]


def check_sizes(images, kernel_size, stride, padding=0):
    for size, k, s, p in zip(images.shape[-2:], pair(kernel_size), pair(stride), pair(padding)):
        if k < 1 or s < 1 or p < 0:
            raise ValueError("kernel size and stride must be positive, padding not negative")
        if k > size + 2 * p:
            raise ValueError("kernel is larger than the image")


def check_sizes_conv(images, weight, bias, stride, padding):
    if images.shape[1] != weight.shape[1]:
        raise ValueError("channels of images and weight do not match")
    if bias is not None and tuple(bias.shape) != (weight.shape[0],):
        raise ValueError("bias does not match the weight")
    check_sizes(images, (weight.shape[2], weight.shape[3]), stride, padding)


def output_size(size, kernel_size, stride=1, padding=0):
    if kernel_size < 1 or stride < 1 or padding < 0:
        raise ValueError("kernel_size and stride must be at least 1, padding at least 0")
    if kernel_size > size + 2 * padding:
        raise ValueError("no window fits")
    return (size + 2 * padding - kernel_size) // stride + 1


def sliding_windows(images, kernel_size, stride=1):
    check_sizes(images, kernel_size, stride)
    kh, kw = pair(kernel_size)
    sh, sw = pair(stride)
    h, w = images.shape[2:]
    rows = []
    for top in range(0, h - kh + 1, sh):
        rows.append(torch.stack([images[:, :, top:top + kh, left:left + kw] for left in range(0, w - kw + 1, sw)], dim=2))
    return torch.stack(rows, dim=2)


def conv2d(inputs, weight, bias=None, stride=1, padding=0):
    check_sizes_conv(inputs, weight, bias, stride, padding)
    sh, sw = pair(stride)
    ph, pw = pair(padding)
    x = inputs.detach().numpy()
    w = weight.detach().numpy()
    x = np.pad(x, ((0, 0), (0, 0), (ph, ph), (pw, pw)))
    n_out, o_out = x.shape[0], w.shape[0]
    h_out = (x.shape[2] - w.shape[2]) // sh + 1
    w_out = (x.shape[3] - w.shape[3]) // sw + 1
    out = np.zeros((n_out, o_out, h_out, w_out), dtype=x.dtype)
    for n in range(n_out):
        for o in range(o_out):
            for i in range(h_out):
                for j in range(w_out):
                    patch = x[n, :, i * sh:i * sh + w.shape[2], j * sw:j * sw + w.shape[3]]
                    out[n, o, i, j] = np.sum(patch * w[o])
    if bias is not None:
        out += bias.detach().numpy()[None, :, None, None]
    return torch.from_numpy(out)


class Conv2d(nn.Module):
    def __init__(self, in_channels, out_channels, kernel_size, stride=1, padding=0, bias=True):
        super().__init__()
        kh, kw = pair(kernel_size)
        if min(in_channels, out_channels, kh, kw) < 1:
            raise ValueError("channels and kernel_size must be at least 1")
        bound = 1 / (in_channels * kh * kw) ** 0.5
        self.weight = nn.Parameter((torch.rand(out_channels, in_channels, kh, kw) * 2 - 1) * bound)
        self.bias = nn.Parameter((torch.rand(out_channels) * 2 - 1) * bound) if bias else None
        self.stride = stride
        self.padding = padding

    def forward(self, images):
        return conv2d(images, self.weight, self.bias, self.stride, self.padding)
