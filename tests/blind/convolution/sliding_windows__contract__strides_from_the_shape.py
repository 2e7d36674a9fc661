# {"function": "sliding_windows", "kind": "single", "idea": "as_strided with strides worked out from the shape, which is wrong for a picture that is not contiguous.", "style": "contract"}
import math

import torch
import torch.nn as nn
import torch.nn.functional as F


def _two(x):
    return tuple(x) if isinstance(x, (tuple, list)) else (x, x)


def _check(height, width, kernel, stride, pad):
    if min(kernel) < 1 or min(stride) < 1 or min(pad) < 0:
        raise ValueError("kernel and stride start at 1, padding at 0")
    if kernel[0] > height + 2 * pad[0] or kernel[1] > width + 2 * pad[1]:
        raise ValueError("this kernel does not fit into the picture")


def output_size(size, kernel_size, stride=1, padding=0):
    _check(size, size, (kernel_size,) * 2, (stride,) * 2, (padding,) * 2)
    last_start = size + 2 * padding - kernel_size
    return len(range(0, last_start + 1, stride))


def sliding_windows(images, kernel_size, stride=1):
    N, C, H, W = images.shape
    kh, kw = _two(kernel_size)
    sh, sw = _two(stride)
    Ho, Wo = output_size(H, kh, sh), output_size(W, kw, sw)
    return torch.as_strided(
        images,
        size=(N, C, Ho, Wo, kh, kw),
        stride=(C * H * W, H * W, sh * W, sw, W, 1),
    )


def conv2d(images, weight, bias=None, stride=1, padding=0):
    N, C, H, W = images.shape
    O, C2, kh, kw = weight.shape
    if C != C2:
        raise ValueError(f"{C} channels in the pictures, {C2} in the kernels")
    (sh, sw), (ph, pw) = _two(stride), _two(padding)
    _check(H, W, (kh, kw), (sh, sw), (ph, pw))
    x = torch.nn.functional.pad(images, (pw, pw, ph, ph))
    ho, wo = (H + 2 * ph - kh) // sh + 1, (W + 2 * pw - kw) // sw + 1
    flat_weight = weight.reshape(O, -1)
    rows = []
    for i in range(ho):
        row = []
        for j in range(wo):
            patch = x[:, :, i * sh:i * sh + kh, j * sw:j * sw + kw].reshape(N, -1)
            row.append(patch @ flat_weight.t())
        rows.append(torch.stack(row, dim=-1))
    out = torch.stack(rows, dim=-2)
    return out if bias is None else out + bias[:, None, None]


class Conv2d(nn.Module):
    def __init__(self, in_channels, out_channels, kernel_size, stride=1, padding=0, bias=True):
        super().__init__()
        kh, kw = (kernel_size, kernel_size) if isinstance(kernel_size, int) else kernel_size
        self.stride = stride
        self.padding = padding
        limit = 1 / math.sqrt(in_channels * kh * kw)
        self.weight = nn.Parameter(torch.empty(out_channels, in_channels, kh, kw).uniform_(-limit, limit))
        if bias:
            self.bias = nn.Parameter(torch.empty(out_channels).uniform_(-limit, limit))
        else:
            self.register_parameter("bias", None)

    def forward(self, images):
        return conv2d(images, self.weight, self.bias, self.stride, self.padding)
