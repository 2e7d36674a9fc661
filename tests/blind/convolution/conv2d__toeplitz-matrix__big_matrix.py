# {"function": "conv2d", "kind": "right", "idea": "right: builds for each channel pair the two selection matrices of rows and columns and multiplies", "style": "toeplitz-matrix"}
import torch
from torch import nn


def as_pair(v):
    if isinstance(v, int):
        return v, v
    return v[0], v[1]


def check(images, kernel_size, stride, padding=0):
    kh, kw = as_pair(kernel_size)
    sh, sw = as_pair(stride)
    ph, pw = as_pair(padding)
    h, w = images.shape[2], images.shape[3]
    if min(kh, kw) < 1:
        raise ValueError("kernel_size must be at least 1")
    if min(sh, sw) < 1:
        raise ValueError("stride must be at least 1")
    if min(ph, pw) < 0:
        raise ValueError("padding must not be negative")
    if kh > h + 2 * ph or kw > w + 2 * pw:
        raise ValueError("the kernel does not fit on the picture")


def check_conv(images, weight, bias, stride, padding):
    if images.shape[1] != weight.shape[1]:
        raise ValueError("channels of images and weight do not match")
    if bias is not None and tuple(bias.shape) != (weight.shape[0],):
        raise ValueError("bias does not match the weight")
    check(images, (weight.shape[2], weight.shape[3]), stride, padding)


def output_size(size, kernel_size, stride=1, padding=0):
    if kernel_size < 1 or stride < 1 or padding < 0:
        raise ValueError("kernel_size and stride must be at least 1, padding at least 0")
    if kernel_size > size + 2 * padding:
        raise ValueError("no window fits")
    return (size + 2 * padding - kernel_size) // stride + 1


def sliding_windows(images, kernel_size, stride=1):
    check(images, kernel_size, stride)
    kh, kw = as_pair(kernel_size)
    sh, sw = as_pair(stride)
    h, w = images.shape[2:]
    rows = []
    for top in range(0, h - kh + 1, sh):
        rows.append(torch.stack([images[:, :, top:top + kh, left:left + kw] for left in range(0, w - kw + 1, sw)], dim=2))
    return torch.stack(rows, dim=2)


def conv2d(img, weight, bias=None, stride=1, padding=0):
    check_conv(img, weight, bias, stride, padding)
    sh, sw = as_pair(stride)
    ph, pw = as_pair(padding)
    n, c, h, w = img.shape
    o, _, kh, kw = weight.shape
    oh = (h + 2 * ph - kh) // sh + 1
    ow = (w + 2 * pw - kw) // sw + 1
    rows = torch.zeros(oh, kh, h, dtype=img.dtype)
    for i in range(oh):
        for u in range(kh):
            y = i * sh + u - ph
            if 0 <= y < h:
                rows[i, u, y] = 1
    cols = torch.zeros(ow, kw, w, dtype=img.dtype)
    for j in range(ow):
        for v in range(kw):
            x = j * sw + v - pw
            if 0 <= x < w:
                cols[j, v, x] = 1
    picked = torch.einsum("ncyx,iuy,jvx->ncijuv", img, rows, cols)
    out = torch.einsum("ncijuv,ocuv->noij", picked, weight)
    return out if bias is None else out + bias[None, :, None, None]


class Conv2d(nn.Module):
    def __init__(self, in_channels, out_channels, kernel_size, stride=1, padding=0, bias=True):
        super().__init__()
        kh, kw = as_pair(kernel_size)
        if min(in_channels, out_channels, kh, kw) < 1:
            raise ValueError("channels and kernel_size must be at least 1")
        bound = 1 / (in_channels * kh * kw) ** 0.5
        self.weight = nn.Parameter((torch.rand(out_channels, in_channels, kh, kw) * 2 - 1) * bound)
        self.bias = nn.Parameter((torch.rand(out_channels) * 2 - 1) * bound) if bias else None
        self.stride = stride
        self.padding = padding

    def forward(self, images):
        return conv2d(images, self.weight, self.bias, self.stride, self.padding)
