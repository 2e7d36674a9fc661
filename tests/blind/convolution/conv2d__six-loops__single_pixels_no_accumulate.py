# {"function": "conv2d", "kind": "single", "idea": "six loops with `=` where `+=` belongs, only the last product stays", "style": "six-loops"}
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


def output_size(size: int, kernel_size: int, stride: int = 1, padding: int = 0) -> int:
    """How many windows fit along one side."""
    total = size + 2 * padding
    if kernel_size < 1 or stride < 1 or padding < 0 or kernel_size > total:
        raise ValueError(f"impossible: size={size}, kernel_size={kernel_size}, stride={stride}, padding={padding}")
    return len(range(0, total - kernel_size + 1, stride))


def sliding_windows(images, kernel_size, stride=1):
    _check(images, kernel_size, stride)
    kh, kw = to_pair(kernel_size)
    sh, sw = to_pair(stride)
    h, w = images.shape[2:]
    rows = []
    for top in range(0, h - kh + 1, sh):
        rows.append(torch.stack([images[:, :, top:top + kh, left:left + kw] for left in range(0, w - kw + 1, sw)], dim=2))
    return torch.stack(rows, dim=2)


def conv2d(images, weight, bias=None, stride=1, padding=0):
    _check_conv(images, weight, bias, stride, padding)
    (sh, sw), (ph, pw) = to_pair(stride), to_pair(padding)
    x = nn.functional.pad(images, (pw, pw, ph, ph))
    O, C, KH, KW = weight.shape
    OH, OW = (x.shape[2] - KH) // sh + 1, (x.shape[3] - KW) // sw + 1
    out = torch.zeros(x.shape[0], O, OH, OW, dtype=x.dtype)
    for o in range(O):
        for i in range(OH):
            for j in range(OW):
                for c in range(C):
                    for u in range(KH):
                        for v in range(KW):
                            out[:, o, i, j] = x[:, c, i * sh + u, j * sw + v] * weight[o, c, u, v]
    if bias is not None:
        out = out + bias.view(1, O, 1, 1)
    return out


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
