# {"function": "Conv2d", "kind": "pair", "idea": "Runs forward under torch.no_grad, and keeps the bias as (O, 1, 1) so that it broadcasts: the state dict does not fit.", "style": "inference_code"}
import torch
from torch import nn
from torch.nn.modules.utils import _pair


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
    (kh, kw), (sh, sw) = _pair(kernel_size), _pair(stride)
    ho, wo = output_size(images.size(2), kh, sh), output_size(images.size(3), kw, sw)
    r = (torch.arange(ho) * sh)[:, None] + torch.arange(kh)
    s = (torch.arange(wo) * sw)[:, None] + torch.arange(kw)
    return images[:, :, r[:, None, :, None], s[None, :, None, :]]


def conv2d(images, weight, bias=None, stride=1, padding=0):
    if weight.size(1) != images.size(1):
        raise ValueError(f"expected {weight.size(1)} channels, got {images.size(1)}")
    if bias is not None and (bias.dim() != 1 or bias.numel() != weight.size(0)):
        raise ValueError(f"bias has the wrong shape {tuple(bias.shape)}")
    sh, sw = _pair(stride)
    ph, pw = _pair(padding)
    n, c, h, w = images.shape
    o, _, kh, kw = weight.shape
    ho, wo = output_size(h, kh, sh, ph), output_size(w, kw, sw, pw)
    big = images.new_zeros(n, c, h + 2 * ph, w + 2 * pw)
    big[:, :, ph : ph + h, pw : pw + w] = images
    total = images.new_zeros(n, o, ho, wo)
    for i in range(kh):
        for j in range(kw):
            piece = big[:, :, i : i + (ho - 1) * sh + 1 : sh, j : j + (wo - 1) * sw + 1 : sw]
            total = total + torch.einsum("nchw,oc->nohw", piece, weight[:, :, i, j])
    if bias is not None:
        total = total + bias[None, :, None, None]
    return total


class Conv2d(nn.Module):
    def __init__(self, in_channels, out_channels, kernel_size, stride=1, padding=0, bias=True):
        super().__init__()
        kh, kw = _pair(kernel_size)
        if kh < 1 or kw < 1:
            raise ValueError("kernel_size < 1")
        self.weight = nn.Parameter(torch.empty(out_channels, in_channels, kh, kw))
        nn.init.xavier_uniform_(self.weight)
        self.bias = nn.Parameter(torch.rand(out_channels, 1, 1) - 0.5) if bias else None
        self.stride = stride
        self.padding = padding

    @torch.no_grad()
    def forward(self, images):
        out = conv2d(images, self.weight, None, self.stride, self.padding)
        if self.bias is not None:
            out = out + self.bias
        return out
