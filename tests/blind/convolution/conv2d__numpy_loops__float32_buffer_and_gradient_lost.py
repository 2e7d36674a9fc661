# {"function": "conv2d", "kind": "pair", "idea": "Writes into a float32 buffer whatever the dtype, and computes on detached arrays, so gradients are lost.", "style": "numpy-loops"}
import numpy as np
import torch
from torch import nn


def as_pair(v):
    if np.ndim(v) == 0:
        return int(v), int(v)
    return int(v[0]), int(v[1])


def output_size(size, kernel_size, stride=1, padding=0):
    if kernel_size < 1:
        raise ValueError("kernel_size < 1")
    if stride < 1:
        raise ValueError("stride < 1")
    if padding < 0:
        raise ValueError("padding < 0")
    if size + 2 * padding < kernel_size:
        raise ValueError("kernel bigger than padded picture")
    return int(np.floor((size + 2 * padding - kernel_size) / stride)) + 1


def sliding_windows(images, kernel_size, stride=1):
    kh, kw = as_pair(kernel_size)
    sh, sw = as_pair(stride)
    n, c, h, w = images.shape
    oh = output_size(h, kh, sh)
    ow = output_size(w, kw, sw)
    out = torch.empty((n, c, oh, ow, kh, kw), dtype=images.dtype)
    for i in range(oh):
        for j in range(ow):
            out[:, :, i, j] = images[:, :, i * sh:i * sh + kh, j * sw:j * sw + kw]
    return out


def conv2d(images, weight, bias=None, stride=1, padding=0):
    if images.shape[1] != weight.shape[1]:
        raise ValueError("channels differ")
    sh, sw = as_pair(stride)
    ph, pw = as_pair(padding)
    x, w = images.detach().numpy(), weight.detach().numpy()
    kh, kw = w.shape[2:]
    oh = output_size(x.shape[2], kh, sh, ph)
    ow = output_size(x.shape[3], kw, sw, pw)
    x = np.pad(x, [(0, 0), (0, 0), (ph, ph), (pw, pw)], mode="constant")
    result = np.zeros((len(x), len(w), oh, ow), dtype=np.float32)
    for o in range(len(w)):
        for i in range(oh):
            for j in range(ow):
                window = x[:, :, i * sh:i * sh + kh, j * sw:j * sw + kw]
                result[:, o, i, j] = (window * w[o]).sum(axis=(1, 2, 3))
        if bias is not None:
            result[:, o] += float(bias[o])
    return torch.from_numpy(result)


class Conv2d(nn.Module):
    def __init__(self, in_channels, out_channels, kernel_size, stride=1, padding=0, bias=True):
        super().__init__()
        kh, kw = as_pair(kernel_size)
        if kh < 1 or kw < 1:
            raise ValueError("kernel_size < 1")
        self.stride = as_pair(stride)
        self.padding = as_pair(padding)
        start = np.random.normal(0, 0.2, size=(out_channels, in_channels, kh, kw)).astype("float32")
        self.weight = nn.Parameter(torch.from_numpy(start))
        self.bias = nn.Parameter(torch.randn(out_channels) / 10) if bias else None

    def forward(self, images):
        return conv2d(images, self.weight, self.bias, self.stride, self.padding)
