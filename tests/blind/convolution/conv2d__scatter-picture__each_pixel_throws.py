# {"function": "conv2d", "kind": "right", "idea": "right: turned round, each kernel cell adds its shifted picture into the result, padding by index arithmetic", "style": "scatter-picture"}
import torch
from torch import nn


def _pair(value):
    return (value, value) if isinstance(value, int) else tuple(value)


def _check(images, kernel_size, stride, padding=0):
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
    (kh, kw), (sh, sw) = _pair(kernel_size), _pair(stride)
    return images.unfold(2, kh, sh).unfold(3, kw, sw)


def conv2d(inputs, weight, bias=None, stride=1, padding=0):
    _check_conv(inputs, weight, bias, stride, padding)
    (sh, sw), (ph, pw) = _pair(stride), _pair(padding)
    n, _, h, w = inputs.shape
    o, _, kh, kw = weight.shape
    oh, ow = (h + 2 * ph - kh) // sh + 1, (w + 2 * pw - kw) // sw + 1
    out = torch.zeros(n, o, oh, ow, dtype=inputs.dtype)
    for u in range(kh):
        ys = [i for i in range(oh) if 0 <= i * sh + u - ph < h]
        for v in range(kw):
            xs = [j for j in range(ow) if 0 <= j * sw + v - pw < w]
            if not ys or not xs:
                continue
            y0, x0 = ys[0] * sh + u - ph, xs[0] * sw + v - pw
            part = inputs[:, :, y0:y0 + (len(ys) - 1) * sh + 1:sh, x0:x0 + (len(xs) - 1) * sw + 1:sw]
            out[:, :, ys[0]:ys[-1] + 1, xs[0]:xs[-1] + 1] += torch.einsum("ncyx,oc->noyx", part, weight[:, :, u, v])
    if bias is not None:
        out += bias[:, None, None]
    return out


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
