# {"function": "conv2d", "kind": "single", "idea": "Divides the answer by the sum of the kernel's weights (where it isn't zero), like the convolution matrix of GIMP.", "style": "gimp_convolution_matrix"}
import torch
import torch.nn.functional as F
from torch import nn


_pair = lambda p: p if hasattr(p, "__len__") else (p, p)  # noqa: E731


def output_size(size, kernel_size, stride=1, padding=0):
    full = size + padding + padding
    if kernel_size < 1 or stride < 1 or padding < 0 or full < kernel_size:
        raise ValueError("These window parameters are impossible.")
    # one window for the first position, one more for every full step
    return 1 + (full - kernel_size) // stride


def sliding_windows(images, kernel_size, stride=1):
    k1, k2 = _pair(kernel_size)
    s1, s2 = _pair(stride)
    N, C, H, W = images.shape
    H_out = output_size(H, k1, s1)
    W_out = output_size(W, k2, s2)
    windows = images.new_empty((N, C, H_out, W_out, k1, k2))
    for i in range(H_out):
        for j in range(W_out):
            windows[:, :, i, j] = images[:, :, s1 * i : s1 * i + k1, s2 * j : s2 * j + k2]
    return windows


def conv2d(images, weight, bias=None, stride=1, padding=0):
    if weight.size(1) != images.size(1):
        raise ValueError(f"expected {weight.size(1)} channels, got {images.size(1)}")
    if bias is not None and (bias.dim() != 1 or bias.numel() != weight.size(0)):
        raise ValueError(f"bias has the wrong shape {tuple(bias.shape)}")
    sh, sw = _pair(stride)
    ph, pw = _pair(padding)
    output_size(images.shape[2], weight.shape[2], sh, ph)
    output_size(images.shape[3], weight.shape[3], sw, pw)
    framed = F.pad(images, (pw, pw, ph, ph))
    win = framed.unfold(2, weight.shape[2], sh).unfold(3, weight.shape[3], sw)
    result = torch.einsum("nchwyx,ocyx->nohw", win, weight)
    divisor = weight.sum(dim=(1, 2, 3))
    divisor = torch.where(divisor.abs() < 1e-6, torch.ones_like(divisor), divisor)
    result = result / divisor.view(1, -1, 1, 1)
    if bias is not None:
        result = result + bias.view(1, -1, 1, 1)  # GIMP calls it offset
    return result


class Conv2d(nn.Module):
    def __init__(self, in_channels, out_channels, kernel_size, stride=1, padding=0, bias=True):
        super().__init__()
        size = tuple(_pair(kernel_size))
        if min(size) < 1:
            raise ValueError("the kernel has no pixels")
        self.weight = nn.Parameter(torch.randn(out_channels, in_channels, *size) * 0.1)
        self.bias = nn.Parameter(torch.randn(out_channels) * 0.1) if bias else None
        self.stride, self.padding = stride, padding

    def forward(self, images):
        n, c, h, w = images.shape
        o, c2, kh, kw = self.weight.shape
        if c != c2:
            raise ValueError(f"this layer takes {c2} channels, the images have {c}")
        (sh, sw), (ph, pw) = _pair(self.stride), _pair(self.padding)
        ho, wo = output_size(h, kh, sh, ph), output_size(w, kw, sw, pw)
        x = F.pad(images, (pw, pw, ph, ph))
        out = 0
        for i in range(kh):
            for j in range(kw):
                part = x[:, :, i : i + sh * (ho - 1) + 1 : sh, j : j + sw * (wo - 1) + 1 : sw]
                out = out + torch.tensordot(part, self.weight[:, :, i, j], dims=([1], [1]))
        if self.bias is not None:
            out = out + self.bias
        return out.permute(0, 3, 1, 2)
