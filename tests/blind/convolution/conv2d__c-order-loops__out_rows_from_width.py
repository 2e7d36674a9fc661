# {"function": "conv2d", "kind": "single", "idea": "mixes up height and width in the size of the preallocated result", "style": "c-order-loops"}
import torch
from torch import nn


def _pair(v):
    if isinstance(v, int):
        return v, v
    return v[0], v[1]


def _check_args(images, kernel_size, stride, padding=0):
    kh, kw = _pair(kernel_size)
    sh, sw = _pair(stride)
    ph, pw = _pair(padding)
    h, w = images.shape[2], images.shape[3]
    if min(kh, kw) < 1:
        raise ValueError("kernel_size must be at least 1")
    if min(sh, sw) < 1:
        raise ValueError("stride must be at least 1")
    if min(ph, pw) < 0:
        raise ValueError("padding must not be negative")
    if kh > h + 2 * ph or kw > w + 2 * pw:
        raise ValueError("the kernel does not fit on the picture")


def _check_args_conv(images, weight, bias, stride, padding):
    if images.shape[1] != weight.shape[1]:
        raise ValueError("channels of images and weight do not match")
    if bias is not None and tuple(bias.shape) != (weight.shape[0],):
        raise ValueError("bias does not match the weight")
    _check_args(images, (weight.shape[2], weight.shape[3]), stride, padding)


def output_size(size, kernel_size, stride=1, padding=0):
    if kernel_size < 1 or stride < 1 or padding < 0:
        raise ValueError("kernel_size and stride must be at least 1, padding at least 0")
    if kernel_size > size + 2 * padding:
        raise ValueError("no window fits")
    return (size + 2 * padding - kernel_size) // stride + 1


def sliding_windows(images, kernel_size, stride=1):
    _check_args(images, kernel_size, stride)
    kh, kw = _pair(kernel_size)
    sh, sw = _pair(stride)
    h, w = images.shape[2:]
    rows = []
    for top in range(0, h - kh + 1, sh):
        rows.append(torch.stack([images[:, :, top:top + kh, left:left + kw] for left in range(0, w - kw + 1, sw)], dim=2))
    return torch.stack(rows, dim=2)


def conv2d(img, weight, bias=None, stride=1, padding=0):
    _check_args_conv(img, weight, bias, stride, padding)
    sh, sw = _pair(stride)
    ph, pw = _pair(padding)
    img = nn.functional.pad(img, (pw, pw, ph, ph))
    batch, channels, width, height = img.shape
    filters, _, kh, kw = weight.shape
    out_h = (height - kh) // sh + 1
    out_w = (width - kw) // sw + 1
    result = torch.zeros((batch, filters, out_h, out_w), dtype=img.dtype)
    for b in range(batch):
        for f in range(filters):
            for row in range(out_h):
                for col in range(out_w):
                    r, c = row * sh, col * sw
                    result[b, f, row, col] = (img[b, :, r:r + kh, c:c + kw] * weight[f]).sum()
            if bias is not None:
                result[b, f] = result[b, f] + bias[f]
    return result


class Conv2d(nn.Module):
    def __init__(self, in_channels, out_channels, kernel_size, stride=1, padding=0, bias=True):
        super().__init__()
        kh, kw = _pair(kernel_size)
        if min(in_channels, out_channels, kh, kw) < 1:
            raise ValueError("channels and kernel_size must be at least 1")
        bound = 1 / (in_channels * kh * kw) ** 0.5
        self.weight = nn.Parameter((torch.rand(out_channels, in_channels, kh, kw) * 2 - 1) * bound)
        self.bias = nn.Parameter((torch.rand(out_channels) * 2 - 1) * bound) if bias else None
        self.stride = stride
        self.padding = padding

    def forward(self, images):
        return conv2d(images, self.weight, self.bias, self.stride, self.padding)
