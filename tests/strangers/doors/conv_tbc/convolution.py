import torch
from torch import nn

def _pair(v):
    return (v, v) if isinstance(v, int) else tuple(v)


def output_size(size, kernel_size, stride=1, padding=0):
    if kernel_size < 1 or stride < 1 or padding < 0:
        raise ValueError("kernel and stride have to be 1 or more, padding 0 or more")
    if kernel_size > size + 2 * padding:
        raise ValueError("no window fits into the picture")
    return (size + 2 * padding - kernel_size) // stride + 1

def sliding_windows(images, kernel_size, stride=1):
    k, s = _pair(kernel_size), _pair(stride)
    ho, wo = output_size(images.shape[2], k[0], s[0]), output_size(images.shape[3], k[1], s[1])
    return images.unfold(2, k[0], s[0]).unfold(3, k[1], s[1])


def core(images, weight, stride):
    n, c, h, w = images.shape
    o, _, kh, kw = weight.shape
    ho = h - kh + 1
    total = 0
    for i in range(kh):
        rows = images[:, :, i : i + ho].permute(3, 0, 2, 1).reshape(w, n * ho, c).contiguous()
        total = total + torch.conv_tbc(rows, weight[:, :, i].permute(2, 1, 0).contiguous(), images.new_zeros(o))
    return total.reshape(-1, n, ho, o).permute(1, 3, 2, 0)[:, :, :: stride[0], :: stride[1]]

def conv2d(images, weight, bias=None, stride=1, padding=0):
    s, p = _pair(stride), _pair(padding)
    n, c, h, w = images.shape
    o, wc, kh, kw = weight.shape
    ho, wo = output_size(h, kh, s[0], p[0]), output_size(w, kw, s[1], p[1])
    if wc != c or (bias is not None and tuple(bias.shape) != (o,)):
        raise ValueError("the channels do not match")
    padded = images.new_zeros(n, c, h + 2 * p[0], w + 2 * p[1])
    padded[:, :, p[0]:p[0] + h, p[1]:p[1] + w] = images
    result = core(padded, weight, s)
    return result if bias is None else result + bias[None, :, None, None]

class Conv2d(nn.Module):
    def __init__(self, in_channels, out_channels, kernel_size, stride=1, padding=0, bias=True):
        super().__init__()
        kh, kw = _pair(kernel_size)
        if kh < 1 or kw < 1 or min(_pair(stride)) < 1 or min(_pair(padding)) < 0:
            raise ValueError("impossible kernel, stride or padding")
        reach = (in_channels * kh * kw) ** -0.5
        self.stride, self.padding = stride, padding
        self.weight = nn.Parameter((torch.rand(out_channels, in_channels, kh, kw) * 2 - 1) * reach)
        if bias:
            self.bias = nn.Parameter((torch.rand(out_channels) * 2 - 1) * reach)
        else:
            self.register_parameter("bias", None)

    def forward(self, images):
        return conv2d(images, self.weight, self.bias, self.stride, self.padding)
