# {"function": "conv2d", "kind": "single", "idea": "uses the first stride for both directions in the slices", "style": "c-order-loops"}
import torch
from torch import nn


def pair(n):
    if type(n) == int:
        n = (n, n)
    return n


def validate(images, kernel_size, stride, padding=0):
    kh, kw = pair(kernel_size)
    sh, sw = pair(stride)
    ph, pw = pair(padding)
    h, w = images.shape[2], images.shape[3]
    if min(kh, kw) < 1:
        raise ValueError("kernel_size must be at least 1")
    if min(sh, sw) < 1:
        raise ValueError("stride must be at least 1")
    if min(ph, pw) < 0:
        raise ValueError("padding must not be negative")
    if kh > h + 2 * ph or kw > w + 2 * pw:
        raise ValueError("the kernel does not fit on the picture")


def validate_conv(images, weight, bias, stride, padding):
    if images.shape[1] != weight.shape[1]:
        raise ValueError("channels of images and weight do not match")
    if bias is not None and tuple(bias.shape) != (weight.shape[0],):
        raise ValueError("bias does not match the weight")
    validate(images, (weight.shape[2], weight.shape[3]), stride, padding)


def output_size(size, kernel_size, stride=1, padding=0):
    if kernel_size < 1 or stride < 1 or padding < 0:
        raise ValueError("kernel_size and stride must be at least 1, padding at least 0")
    if kernel_size > size + 2 * padding:
        raise ValueError("no window fits")
    return (size + 2 * padding - kernel_size) // stride + 1


def sliding_windows(images, kernel_size, stride=1):
    validate(images, kernel_size, stride)
    kh, kw = pair(kernel_size)
    sh, sw = pair(stride)
    h, w = images.shape[2:]
    rows = []
    for top in range(0, h - kh + 1, sh):
        rows.append(torch.stack([images[:, :, top:top + kh, left:left + kw] for left in range(0, w - kw + 1, sw)], dim=2))
    return torch.stack(rows, dim=2)


def conv2d(imgs, weight, bias=None, stride=1, padding=0):
    validate_conv(imgs, weight, bias, stride, padding)
    N, C, H, W = imgs.shape
    O, _, kh, kw = weight.shape
    stride, pad = pair(stride), pair(padding)
    x = nn.functional.pad(imgs, (pad[1], pad[1], pad[0], pad[0]))
    oh, ow = (x.shape[2] - kh) // stride[0] + 1, (x.shape[3] - kw) // stride[1] + 1
    out = torch.zeros(N, O, oh, ow, dtype=imgs.dtype)
    for i in range(oh):
        for j in range(ow):
            y0, x0 = i * stride[0], j * stride[0]
            window = x[:, :, y0:y0 + kh, x0:x0 + kw]
            for o in range(O):
                out[:, o, i, j] = (window * weight[o]).sum((1, 2, 3))
    if bias is not None:
        out = out + bias[:, None, None]
    return out


class Conv2d(nn.Module):
    def __init__(self, in_channels, out_channels, kernel_size, stride=1, padding=0, bias=True):
        super().__init__()
        kh, kw = pair(kernel_size)
        if min(in_channels, out_channels, kh, kw) < 1:
            raise ValueError("channels and kernel_size must be at least 1")
        bound = 1 / (in_channels * kh * kw) ** 0.5
        self.weight = nn.Parameter((torch.rand(out_channels, in_channels, kh, kw) * 2 - 1) * bound)
        self.bias = nn.Parameter((torch.rand(out_channels) * 2 - 1) * bound) if bias else None
        self.stride = stride
        self.padding = padding

    def forward(self, images):
        return conv2d(images, self.weight, self.bias, self.stride, self.padding)
