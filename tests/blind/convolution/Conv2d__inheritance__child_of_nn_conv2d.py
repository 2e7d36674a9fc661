# {"function": "Conv2d", "kind": "right", "idea": "Inherits from nn.Conv2d with an own forward, checks only in the call, and compares with torch under __main__; correct.", "style": "inheritance"}
import torch
from torch import nn
from torch.nn.functional import pad


def two(n):
    return (n,) * 2 if isinstance(n, int) else n


def output_size(size, kernel_size, stride=1, padding=0):
    if stride < 1 or kernel_size < 1 or padding < 0:
        raise ValueError("these settings make no sense")
    n = (size + 2 * padding - kernel_size + stride) // stride
    if size + 2 * padding < kernel_size:
        raise ValueError("kernel larger than image")
    return n


def sliding_windows(images, kernel_size, stride=1):
    (kh, kw), (sh, sw) = two(kernel_size), two(stride)
    N, C, H, W = images.shape
    Ho, Wo = output_size(H, kh, sh), output_size(W, kw, sw)
    a, b, c, d = images.stride()
    return images.as_strided((N, C, Ho, Wo, kh, kw), (a, b, c * sh, d * sw, c, d))


def conv2d(images, weight, bias=None, stride=1, padding=0):
    ph, pw = two(padding)
    if ph < 0 or pw < 0:
        raise ValueError("padding below zero")
    if images.size(1) != weight.size(1):
        raise ValueError("in_channels differ")
    padded = pad(images, (pw, pw, ph, ph))
    windows = sliding_windows(padded, tuple(weight.shape[-2:]), stride)
    out = torch.tensordot(windows, weight, dims=([1, 4, 5], [1, 2, 3]))
    out = out.movedim(-1, 1)
    return out if bias is None else out + bias.view(-1, 1, 1)


class WrongSettings(ValueError):
    pass


class Conv2d(nn.Conv2d):
    def __init__(self, in_channels, out_channels, kernel_size, stride=1, padding=0, bias=True):
        nn.Module.__init__(self)
        self.kernel_size = two(kernel_size)
        self.stride = stride
        self.padding = padding
        if min(self.kernel_size) < 1:
            raise WrongSettings("a kernel needs at least one pixel")
        start = torch.randn(out_channels, in_channels, *self.kernel_size).mul_(0.05)
        self.weight = nn.Parameter(start)
        self.bias = nn.Parameter(torch.randn(out_channels).mul_(0.05)) if bias else None

    def forward(self, pictures):
        if pictures.ndim != 4 or pictures.shape[1] != self.weight.shape[1]:
            raise WrongSettings("these pictures do not fit to the layer")
        return conv2d(pictures, weight=self.weight, bias=self.bias, stride=self.stride, padding=self.padding)

    def extra_repr(self):
        return "by hand"


if __name__ == "__main__":
    layer = Conv2d(3, 2, 3, padding=1)
    same = nn.Conv2d(3, 2, 3, padding=1)
    same.load_state_dict(layer.state_dict())
    example = torch.randn(1, 3, 8, 8)
    print((layer(example) - same(example)).abs().max())
