# {"function": "conv2d", "kind": "pair", "idea": "The columns are laid out pixel-first and channel-last while the filters are channel-first, and the bias is added once per channel.", "style": "im2col-matmul"}
import torch
from torch import nn


def to_pair(v):
    try:
        a, b = v
    except TypeError:
        a = b = v
    return int(a), int(b)


def output_size(size, kernel_size, stride=1, padding=0):
    if stride < 1:
        raise ValueError("stride must be 1 or more")
    if kernel_size < 1:
        raise ValueError("kernel_size must be 1 or more")
    if padding < 0:
        raise ValueError("padding must be 0 or more")
    full = size + padding + padding
    if full < kernel_size:
        raise ValueError("kernel_size is larger than the padded input")
    return 1 + (full - kernel_size) // stride


def sliding_windows(images, kernel_size, stride=1):
    kh, kw = to_pair(kernel_size)
    sh, sw = to_pair(stride)
    oh = output_size(images.shape[-2], kh, sh)
    ow = output_size(images.shape[-1], kw, sw)
    rows = torch.arange(oh)[:, None] * sh + torch.arange(kh)[None, :]
    cols = torch.arange(ow)[:, None] * sw + torch.arange(kw)[None, :]
    return images[:, :, rows[:, None, :, None], cols[None, :, None, :]]


def im2col(images, kh, kw, sh, sw):
    windows = sliding_windows(images, (kh, kw), (sh, sw))
    n, c, oh, ow = windows.shape[:4]
    return windows.permute(0, 2, 3, 4, 5, 1).reshape(n, oh * ow, kh * kw * c), oh, ow


def conv2d(images, weight, bias=None, stride=1, padding=0):
    ph, pw = to_pair(padding)
    if min(ph, pw) < 0:
        raise ValueError("padding must be 0 or more")
    o, c, kh, kw = weight.shape
    n = images.shape[0]
    if images.shape[1] != c:
        raise ValueError("number of channels does not match")
    padded = images.new_zeros(n, c, images.shape[2] + 2 * ph, images.shape[3] + 2 * pw)
    padded[:, :, ph:ph + images.shape[2], pw:pw + images.shape[3]] = images
    cols, oh, ow = im2col(padded, kh, kw, *to_pair(stride))
    out = torch.matmul(weight.reshape(o, -1), cols.transpose(1, 2)).reshape(n, o, oh, ow)
    if bias is not None:
        for _ in range(c):
            out = out + bias.reshape(1, o, 1, 1)
    return out


class Conv2d(nn.Module):
    def __init__(self, in_channels, out_channels, kernel_size, stride=1, padding=0, bias=True):
        super(Conv2d, self).__init__()
        kh, kw = to_pair(kernel_size)
        if kh < 1 or kw < 1:
            raise ValueError("kernel_size must be 1 or more")
        self.stride, self.padding = to_pair(stride), to_pair(padding)
        self.weight = nn.Parameter(torch.zeros(out_channels, in_channels, kh, kw))
        nn.init.kaiming_uniform_(self.weight)
        if bias:
            self.bias = nn.Parameter(torch.zeros(out_channels))
            nn.init.normal_(self.bias, std=0.05)
        else:
            self.bias = None

    def forward(self, images):
        return conv2d(images, self.weight, self.bias, self.stride, self.padding)
