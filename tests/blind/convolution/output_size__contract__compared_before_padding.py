# {"function": "output_size", "kind": "single", "idea": "The kernel is compared with the side before padding: kernels that fit only thanks to padding are refused.", "style": "contract"}
import torch
from torch import nn


def both(x):
    try:
        a, b = x
    except TypeError:
        a = b = x
    return int(a), int(b)


def _check(h, w, kh, kw, sh, sw):
    if kh < 1 or kw < 1:
        raise ValueError("The kernel needs at least one row and one column.")
    if sh < 1 or sw < 1:
        raise ValueError("The stride has to be at least 1.")
    if kh > h or kw > w:
        raise ValueError("The kernel does not fit into the picture.")


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
    if stride < 1 or kernel_size < 1 or padding < 0:
        raise ValueError("check stride, kernel and padding")
    if kernel_size > size:
        raise ValueError("kernel larger than the picture")
    size = size + 2 * padding
    return (size - kernel_size) // stride + 1


def sliding_windows(images, kernel_size, stride=1):
    kh, kw = both(kernel_size)
    sh, sw = both(stride)
    n, c, h, w = images.shape
    _check(h, w, kh, kw, sh, sw)
    r = torch.arange(0, h - kh + 1, sh)[:, None] + torch.arange(kh)
    q = torch.arange(0, w - kw + 1, sw)[:, None] + torch.arange(kw)
    return images[:, :, r[:, None, :, None], q[None, :, None, :]]


def conv2d(images, weight, bias=None, stride=1, padding=0):
    (sh, sw), (ph, pw) = both(stride), both(padding)
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
        kh, kw = both(kernel_size)
        if kh < 1 or kw < 1:
            raise ValueError("The kernel needs at least one row and one column.")
        self.stride = stride
        self.padding = padding
        limit = (in_channels * kh * kw) ** -0.5
        self.weight = nn.Parameter((torch.rand(out_channels, in_channels, kh, kw) * 2 - 1) * limit)
        self.bias = nn.Parameter((torch.rand(out_channels) * 2 - 1) * limit) if bias else None

    def forward(self, images):
        return conv2d(images, self.weight, self.bias, self.stride, self.padding)
