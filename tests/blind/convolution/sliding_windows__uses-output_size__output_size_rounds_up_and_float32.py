# {"function": "sliding_windows", "kind": "pair", "idea": "output_size rounds up; sliding_windows preallocates float32", "style": "uses-output_size", "also": "output_size"}
import torch
from torch import nn


def to_pair(v):
    if isinstance(v, int):
        return v, v
    return v[0], v[1]


def _check(images, kernel_size, stride, padding=0):
    kh, kw = to_pair(kernel_size)
    sh, sw = to_pair(stride)
    ph, pw = to_pair(padding)
    h, w = images.shape[2], images.shape[3]
    if min(kh, kw) < 1:
        raise ValueError("kernel_size must be at least 1")
    if min(sh, sw) < 1:
        raise ValueError("stride must be at least 1")
    if min(ph, pw) < 0:
        raise ValueError("padding must not be negative")
    if kh > h + 2 * ph or kw > w + 2 * pw:
        raise ValueError("the kernel does not fit on the picture")


def _check_conv(images, weight, bias, stride, padding):
    if images.shape[1] != weight.shape[1]:
        raise ValueError("channels of images and weight do not match")
    if bias is not None and tuple(bias.shape) != (weight.shape[0],):
        raise ValueError("bias does not match the weight")
    _check(images, (weight.shape[2], weight.shape[3]), stride, padding)


def output_size(size, kernel_size, stride=1, padding=0):
    if kernel_size < 1 or stride < 1 or padding < 0 or kernel_size > size + 2 * padding:
        raise ValueError("impossible")
    return -((kernel_size - size - 2 * padding) // stride) + 1


def sliding_windows(images, kernel_size, stride=1):
    _check(images, kernel_size, stride)
    kh, kw = to_pair(kernel_size)
    sh, sw = to_pair(stride)
    n, c, h, w = images.shape
    out = torch.zeros(n, c, output_size(h, kh, sh), output_size(w, kw, sw), kh, kw)
    for i in range(out.shape[2]):
        for j in range(out.shape[3]):
            out[:, :, i, j] = images[:, :, i * sh:i * sh + kh, j * sw:j * sw + kw]
    return out


def conv2d(images, weight, bias=None, stride=1, padding=0):
    _check_conv(images, weight, bias, stride, padding)
    (sh, sw), (ph, pw) = to_pair(stride), to_pair(padding)
    padded = nn.functional.pad(images, (pw, pw, ph, ph))
    windows = padded.unfold(2, weight.shape[2], sh).unfold(3, weight.shape[3], sw)
    result = torch.einsum("nchwij,ocij->nohw", windows, weight)
    return result if bias is None else result + bias.reshape(-1, 1, 1)


class Conv2d(nn.Module):
    def __init__(self, in_channels, out_channels, kernel_size, stride=1, padding=0, bias=True):
        super().__init__()
        kh, kw = to_pair(kernel_size)
        if min(in_channels, out_channels, kh, kw) < 1:
            raise ValueError("channels and kernel_size must be at least 1")
        bound = 1 / (in_channels * kh * kw) ** 0.5
        self.weight = nn.Parameter((torch.rand(out_channels, in_channels, kh, kw) * 2 - 1) * bound)
        self.bias = nn.Parameter((torch.rand(out_channels) * 2 - 1) * bound) if bias else None
        self.stride = stride
        self.padding = padding

    def forward(self, images):
        return conv2d(images, self.weight, self.bias, self.stride, self.padding)
