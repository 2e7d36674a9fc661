# {"function": "conv2d", "kind": "right", "idea": "Works channels-last and in float64 inside, sums in another order and returns the dtype of the pictures as a non-contiguous view; correct.", "style": "channels-last-double"}
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


def conv2d(pictures, weight, bias=None, stride=1, padding=0):
    sh, sw = to_pair(stride)
    ph, pw = to_pair(padding)
    filters = weight.double().permute(2, 3, 1, 0)          # kh, kw, in, out
    kh, kw, c, o = filters.shape
    x = pictures.double().movedim(1, -1)                   # N, H, W, C
    n, h, w, c_x = x.shape
    if c_x != c:
        raise ValueError("picture and filters disagree about the channels")
    oh, ow = output_size(h, kh, sh, ph), output_size(w, kw, sw, pw)
    out = torch.zeros(n, oh, ow, o, dtype=torch.float64)
    if bias is not None:
        out = out + bias.double()
    board = torch.zeros(n, h + 2 * ph, w + 2 * pw, c, dtype=torch.float64)
    board[:, ph:ph + h, pw:pw + w] = x
    for v in reversed(range(kw)):
        for u in reversed(range(kh)):
            view = board[:, u:, v:][:, :(oh - 1) * sh + 1:sh, :(ow - 1) * sw + 1:sw]
            out = out + view @ filters[u, v]
    return out.to(pictures.dtype).movedim(-1, 1)


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
