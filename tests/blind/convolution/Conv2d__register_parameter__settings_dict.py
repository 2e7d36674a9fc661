# {"function": "Conv2d", "kind": "right", "idea": "right: registers the parameters by name and keeps the settings in a dict", "style": "register_parameter"}
import torch
from torch import nn


def _pair(n):
    if type(n) == int:
        n = (n, n)
    return n


def check_sizes(images, kernel_size, stride, padding=0):
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


def check_sizes_conv(images, weight, bias, stride, padding):
    if images.shape[1] != weight.shape[1]:
        raise ValueError("channels of images and weight do not match")
    if bias is not None and tuple(bias.shape) != (weight.shape[0],):
        raise ValueError("bias does not match the weight")
    check_sizes(images, (weight.shape[2], weight.shape[3]), stride, padding)


def output_size(size: int, kernel_size: int, stride: int = 1, padding: int = 0) -> int:
    """How many windows fit along one side."""
    total = size + 2 * padding
    if kernel_size < 1 or stride < 1 or padding < 0 or kernel_size > total:
        raise ValueError(f"impossible: size={size}, kernel_size={kernel_size}, stride={stride}, padding={padding}")
    return len(range(0, total - kernel_size + 1, stride))


def sliding_windows(images, kernel_size, stride=1):
    check_sizes(images, kernel_size, stride)
    (kh, kw), (sh, sw) = _pair(kernel_size), _pair(stride)
    return images.unfold(2, kh, sh).unfold(3, kw, sw)


def conv2d(images, weight, bias=None, stride=1, padding=0):
    """Cross-correlation, kernel row by kernel row."""
    check_sizes_conv(images, weight, bias, stride, padding)
    sh, sw = _pair(stride)
    ph, pw = _pair(padding)
    padded = nn.functional.pad(images, (pw, pw, ph, ph))
    oh = (padded.shape[2] - weight.shape[2]) // sh + 1
    ow = (padded.shape[3] - weight.shape[3]) // sw + 1
    result = 0
    for i in range(weight.shape[2]):
        for j in range(weight.shape[3]):
            part = padded[:, :, i:i + (oh - 1) * sh + 1:sh, j:j + (ow - 1) * sw + 1:sw]
            result = result + torch.einsum("nchw,oc->nohw", part, weight[:, :, i, j])
    if bias is not None:
        result = result + bias.view(1, -1, 1, 1)
    return result


class Conv2d(nn.Module):
    def __init__(self, in_channels, out_channels, kernel_size, stride=1, padding=0, bias=True):
        super().__init__()
        kh, kw = _pair(kernel_size)
        if min(in_channels, out_channels, kh, kw) < 1:
            raise ValueError("sizes must be positive")
        self.register_parameter("weight", nn.Parameter(torch.empty(out_channels, in_channels, kh, kw)))
        self.register_parameter("bias", nn.Parameter(torch.empty(out_channels)) if bias else None)
        for p in self.parameters():
            nn.init.normal_(p, std=0.05)
        self.settings = {"stride": stride, "padding": padding}

    def forward(self, imgs):
        return conv2d(imgs, self.weight, bias=self.bias, **self.settings)
