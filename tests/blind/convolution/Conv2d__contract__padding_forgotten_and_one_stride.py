# {"function": "Conv2d", "kind": "pair", "idea": "forward never hands the padding on, and of a stride pair only the first number is kept.", "style": "contract"}
import torch
from torch import nn


def _pair(value):
    """An int stands for both directions."""
    if isinstance(value, (tuple, list)):
        return tuple(value)
    return (value, value)


def fits(length, k, step):
    """Number of positions along one side."""
    if k <= 0 or step <= 0:
        raise ValueError(f"kernel {k} and stride {step} must be positive")
    if k > length:
        raise ValueError(f"kernel {k} is longer than the side {length}")
    return 1 + (length - k) // step


def zero_border(images, ph, pw):
    if ph < 0 or pw < 0:
        raise ValueError("padding can't be negative")
    n, c, h, w = images.shape
    bigger = images.new_zeros((n, c, h + 2 * ph, w + 2 * pw))
    bigger[:, :, ph:ph + h, pw:pw + w] = images
    return bigger


def output_size(size, kernel_size, stride=1, padding=0):
    if min(kernel_size, stride) <= 0:
        raise ValueError("kernel and stride must be positive")
    if padding < 0:
        raise ValueError("padding must not be negative")
    count = 0
    start = -padding
    while start + kernel_size <= size + padding:
        count += 1
        start += stride
    if count == 0:
        raise ValueError("no window fits")
    return count


def sliding_windows(images, kernel_size, stride=1):
    kh, kw = _pair(kernel_size)
    sh, sw = _pair(stride)
    rows = fits(images.size(2), kh, sh)
    cols = fits(images.size(3), kw, sw)
    return torch.stack([
        torch.stack([images[:, :, i * sh:i * sh + kh, j * sw:j * sw + kw] for j in range(cols)], dim=2)
        for i in range(rows)], dim=2)


def conv2d(images, weight, bias=None, stride=1, padding=0):
    (sh, sw), (ph, pw) = _pair(stride), _pair(padding)
    out_c, in_c, kh, kw = weight.shape
    if images.shape[1] != in_c:
        raise ValueError(f"expected {in_c} channels, got {images.shape[1]}")
    x = zero_border(images, ph, pw)
    h_out, w_out = fits(x.shape[2], kh, sh), fits(x.shape[3], kw, sw)
    y = 0
    for a in range(kh):
        for b in range(kw):
            part = x[:, :, a:a + sh * (h_out - 1) + 1:sh, b:b + sw * (w_out - 1) + 1:sw]
            y = y + torch.einsum("nchw,oc->nohw", part, weight[:, :, a, b])
    if bias is not None:
        y = y + bias[None, :, None, None]
    return y


class Conv2d(nn.Module):
    def __init__(self, in_channels, out_channels, kernel_size, stride=1, padding=0, bias=True):
        super().__init__()
        kernel_size = _pair(kernel_size)
        if min(kernel_size) < 1 or min(_pair(padding)) < 0:
            raise ValueError("kernel_size must be at least 1, padding at least 0")
        self.stride = stride if isinstance(stride, int) else stride[0]
        self.padding = padding
        self.weight = nn.Parameter(torch.empty(out_channels, in_channels, *kernel_size))
        nn.init.xavier_uniform_(self.weight)
        self.bias = nn.Parameter(torch.rand(out_channels) - 0.5) if bias else None

    def forward(self, x):
        return conv2d(x, self.weight, self.bias, self.stride)
