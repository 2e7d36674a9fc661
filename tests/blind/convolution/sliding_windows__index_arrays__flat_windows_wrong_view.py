# {"function": "sliding_windows", "kind": "single", "idea": "Stacks the windows in front of the picture axis and then only views them into the asked shape, which mixes windows and pictures.", "style": "index-arrays"}
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
    n, c, h, w = images.shape
    oh, ow = output_size(h, kh, sh), output_size(w, kw, sw)
    found = []
    for r in torch.arange(oh) * sh:
        for q in torch.arange(ow) * sw:
            found.append(images[:, :, r:r + kh, q:q + kw])
    # (oh*ow, n, c, kh, kw) -> wanted shape
    return torch.stack(found).reshape(n, c, oh, ow, kh, kw)


def conv2d(images, weight, bias=None, stride=1, padding=0):
    ph, pw = to_pair(padding)
    sh, sw = to_pair(stride)
    o, c, kh, kw = weight.shape
    n, c_in, h, w = images.shape
    if c_in != c:
        raise ValueError("number of channels does not match")
    oh, ow = output_size(h, kh, sh, ph), output_size(w, kw, sw, pw)
    canvas = images.new_zeros(n, c, h + 2 * ph, w + 2 * pw)
    canvas[:, :, ph:ph + h, pw:pw + w] = images
    rows = (torch.arange(oh) * sh)[:, None, None, None] + torch.arange(kh)[:, None]
    cols = (torch.arange(ow) * sw)[None, :, None, None] + torch.arange(kw)
    patches = canvas[:, :, rows, cols]
    out = torch.einsum("ncabij,ocij->noab", patches, weight)
    if bias is None:
        return out
    return out + bias.reshape(1, o, 1, 1)


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
