# {"function": "conv2d", "kind": "single", "idea": "Computes in NumPy on detached copies and wraps the result in a new tensor, so no gradient flows back.", "style": "numpy-loops"}
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
    x = images.detach().cpu().numpy()
    w = weight.detach().cpu().numpy()
    sh, sw = as_pair(stride)
    ph, pw = as_pair(padding)
    n, c, h, width = x.shape
    o, cw, kh, kw = w.shape
    if c != cw:
        raise ValueError("channels differ")
    oh = output_size(h, kh, sh, ph)
    ow = output_size(width, kw, sw, pw)
    x = np.pad(x, ((0, 0), (0, 0), (ph, ph), (pw, pw)))
    out = np.zeros((n, o, oh, ow), dtype=x.dtype)
    for b in range(n):
        for f in range(o):
            for i in range(oh):
                for j in range(ow):
                    patch = x[b, :, i * sh:i * sh + kh, j * sw:j * sw + kw]
                    out[b, f, i, j] = np.sum(patch * w[f])
            if bias is not None:
                out[b, f] += bias[f].item()
    return torch.tensor(out)


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
