# {"function": "conv2d", "kind": "pair", "idea": "The running sum is not set back to zero for the next kernel, and the result buffer is float32 whatever comes in.", "style": "six_nested_java_loops"}
import torch
import torch.nn.functional as F
from torch import nn


def to_hw(value):
    """3 -> (3, 3), (2, 3) stays."""
    return (value, value) if isinstance(value, int) else tuple(value)


def output_size(size, kernel_size, stride=1, padding=0):
    if kernel_size < 1 or stride < 1 or padding < 0:
        raise ValueError("kernel_size and stride must be at least 1, padding at least 0")
    room = size + 2 * padding - kernel_size
    if room < 0:
        raise ValueError("the kernel is larger than the padded picture")
    return room // stride + 1


def sliding_windows(images, kernel_size, stride=1):
    kh, kw = to_hw(kernel_size)
    sh, sw = to_hw(stride)
    output_size(images.shape[2], kh, sh)  # raises where nothing fits
    output_size(images.shape[3], kw, sw)
    return images.unfold(2, kh, sh).unfold(3, kw, sw)


def conv2d(images, weight, bias=None, stride=1, padding=0):
    if weight.size(1) != images.size(1):
        raise ValueError(f"expected {weight.size(1)} channels, got {images.size(1)}")
    if bias is not None and (bias.dim() != 1 or bias.numel() != weight.size(0)):
        raise ValueError(f"bias has the wrong shape {tuple(bias.shape)}")
    strideY, strideX = to_hw(stride)
    padY, padX = to_hw(padding)
    batch, channels, height, width = images.shape
    outChannels, _, kernelH, kernelW = weight.shape
    outH = output_size(height, kernelH, strideY, padY)
    outW = output_size(width, kernelW, strideX, padX)
    padded = F.pad(images, (padX, padX, padY, padY))
    result = torch.zeros(batch, outChannels, outH, outW)
    for y in range(outH):
        for x in range(outW):
            total = 0
            for o in range(outChannels):
                for c in range(channels):
                    for u in range(kernelH):
                        for v in range(kernelW):
                            pixel = padded[:, c, y * strideY + u, x * strideX + v]
                            total = total + pixel * weight[o, c, u, v]
                result[:, o, y, x] = total if bias is None else total + bias[o]
    return result


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
