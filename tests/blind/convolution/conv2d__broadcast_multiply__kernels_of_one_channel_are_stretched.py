# {"function": "conv2d", "kind": "single", "idea": "Checks the channels only where broadcasting fails, so kernels (or pictures) of one channel are silently used for all.", "style": "broadcast_multiply"}
import torch
import torch.nn.functional as F
from torch import nn
from torch.nn.modules.utils import _pair as to_hw


def output_size(size, kernel_size, stride=1, padding=0):
    problems = []
    if kernel_size < 1:
        problems.append("kernel_size < 1")
    if stride < 1:
        problems.append("stride < 1")
    if padding < 0:
        problems.append("padding < 0")
    if kernel_size > size + 2 * padding:
        problems.append("kernel_size > size + 2 * padding")
    if problems:
        raise ValueError(", ".join(problems))
    return (size + 2 * padding - kernel_size) // stride + 1


def sliding_windows(images, kernel_size, stride=1):
    (kh, kw), (sh, sw) = to_hw(kernel_size), to_hw(stride)
    ho, wo = output_size(images.size(2), kh, sh), output_size(images.size(3), kw, sw)
    r = (torch.arange(ho) * sh)[:, None] + torch.arange(kh)
    s = (torch.arange(wo) * sw)[:, None] + torch.arange(kw)
    return images[:, :, r[:, None, :, None], s[None, :, None, :]]


def conv2d(images, weight, bias=None, stride=1, padding=0):
    try:
        torch.broadcast_shapes(images.shape[1:2], weight.shape[1:2])
    except RuntimeError:
        raise ValueError("channels of images and weight do not go together") from None
    if bias is not None and bias.shape != weight.shape[:1]:
        raise ValueError("bias needs as many numbers as there are kernels")
    sh, sw = to_hw(stride)
    ph, pw = to_hw(padding)
    kh, kw = weight.shape[2:]
    output_size(images.shape[2], kh, sh, ph)
    output_size(images.shape[3], kw, sw, pw)
    windows = F.pad(images, (pw, pw, ph, ph)).unfold(2, kh, sh).unfold(3, kw, sw)
    # (N, 1, C, h, w, kh, kw) * (O, C, 1, 1, kh, kw)
    product = windows[:, None] * weight[:, :, None, None]
    out = product.sum(dim=(2, -2, -1))
    if bias is not None:
        out = out + bias[:, None, None]
    return out


class Conv2d(nn.Module):
    def __init__(self, in_channels, out_channels, kernel_size, stride=1, padding=0, bias=True):
        super().__init__()
        size = tuple(to_hw(kernel_size))
        if min(size) < 1:
            raise ValueError("the kernel has no pixels")
        self.weight = nn.Parameter(torch.randn(out_channels, in_channels, *size) * 0.1)
        self.bias = nn.Parameter(torch.randn(out_channels) * 0.1) if bias else None
        self.stride, self.padding = stride, padding

    def forward(self, images):
        if images.size(1) != self.weight.size(1):
            raise ValueError("channels of images and layer differ")
        sh, sw = to_hw(self.stride)
        ph, pw = to_hw(self.padding)
        kh, kw = self.weight.shape[-2:]
        ho, wo = output_size(images.size(2), kh, sh, ph), output_size(images.size(3), kw, sw, pw)
        x = F.pad(images, (pw, pw, ph, ph))
        kernels = self.weight.flatten(1)
        answers = [
            x[:, :, a * sh : a * sh + kh, b * sw : b * sw + kw].flatten(1) @ kernels.T
            for a in range(ho)
            for b in range(wo)
        ]
        out = torch.stack(answers, dim=2)
        if self.bias is not None:
            out = out + self.bias[:, None]
        return out.reshape(len(images), -1, ho, wo)
