import numpy as np
import torch
import torch.nn as nn


def as_pair(v):
    if np.ndim(v) == 0:
        return int(v), int(v)
    return int(v[0]), int(v[1])


def output_size(size, kernel_size, stride=1, padding=0):
    if kernel_size < 1 or stride < 1 or padding < 0:
        raise ValueError('kernel_size and stride have to be 1 or more, padding 0 or more')
    if kernel_size > size + 2 * padding:
        raise ValueError('kernel_size is too large')
    return int(np.floor((size + 2 * padding - kernel_size) / stride)) + 1


def sliding_windows(images, kernel_size, stride=1):
    kh, kw = as_pair(kernel_size)
    sh, sw = as_pair(stride)
    x = images.numpy()
    N, C, H, W = x.shape
    out = np.zeros((N, C, output_size(H, kh, sh), output_size(W, kw, sw), kh, kw), dtype=x.dtype)
    for i in range(out.shape[2]):
        for j in range(out.shape[3]):
            out[:, :, i, j] = x[:, :, i * sh:i * sh + kh, j * sw:j * sw + kw]
    return torch.from_numpy(out)


def conv2d(images, weight, bias=None, stride=1, padding=0):
    N, C, H, W = images.shape
    O, C2, kh, kw = weight.shape
    sh, sw = as_pair(stride)
    ph, pw = as_pair(padding)
    if C != C2:
        raise ValueError('channels are different')
    H_out = output_size(H, kh, sh, ph)
    W_out = output_size(W, kw, sw, pw)
    x = np.pad(images.numpy(), [(0, 0), (0, 0), (ph, ph), (pw, pw)])
    w = weight.numpy()
    out = np.zeros((N, O, H_out, W_out), dtype=x.dtype)
    for n in range(N):
        for o in range(O):
            for i in range(H_out):
                for j in range(W_out):
                    out[n, o, i, j] = np.sum(x[n, :, i * sh:i * sh + kh, j * sw:j * sw + kw] * w[o])
            if bias is not None:
                out[n, o] += bias.numpy()[o]
    return torch.from_numpy(out)


class Conv2d(nn.Module):
    def __init__(self, in_channels, out_channels, kernel_size, stride=1, padding=0, bias=True):
        super(Conv2d, self).__init__()
        kh, kw = as_pair(kernel_size)
        sh, sw = as_pair(stride)
        ph, pw = as_pair(padding)
        if kh < 1 or kw < 1 or sh < 1 or sw < 1 or ph < 0 or pw < 0:
            raise ValueError('kernel_size and stride have to be 1 or more, padding 0 or more')
        self.stride = stride
        self.padding = padding
        self.weight = nn.Parameter(torch.randn(out_channels, in_channels, kh, kw))
        self.bias = nn.Parameter(torch.randn(out_channels)) if bias else None

    def forward(self, x):
        if x.shape[1] != self.weight.shape[1]:
            raise ValueError('channels are different')
        return conv2d(x, self.weight, self.bias, self.stride, self.padding)
