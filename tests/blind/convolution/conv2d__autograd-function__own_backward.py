# {"function": "conv2d", "kind": "right", "idea": "right: an autograd Function with a backward of its own", "style": "autograd-function"}
import torch
from torch import nn


def two(value):
    return (value, value) if isinstance(value, int) else tuple(value)


def _check_args(images, kernel_size, stride, padding=0):
    for size, k, s, p in zip(images.shape[-2:], two(kernel_size), two(stride), two(padding)):
        if k < 1 or s < 1 or p < 0:
            raise ValueError("kernel size and stride must be positive, padding not negative")
        if k > size + 2 * p:
            raise ValueError("kernel is larger than the image")


def _check_args_conv(images, weight, bias, stride, padding):
    if images.shape[1] != weight.shape[1]:
        raise ValueError("channels of images and weight do not match")
    if bias is not None and tuple(bias.shape) != (weight.shape[0],):
        raise ValueError("bias does not match the weight")
    _check_args(images, (weight.shape[2], weight.shape[3]), stride, padding)


class _Slide(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x, weight, sh, sw):
        ctx.save_for_backward(x, weight)
        ctx.step = (sh, sw)
        win = x.unfold(2, weight.shape[2], sh).unfold(3, weight.shape[3], sw)
        return torch.einsum("nchwij,ocij->nohw", win, weight)

    @staticmethod
    def backward(ctx, grad):
        x, weight = ctx.saved_tensors
        sh, sw = ctx.step
        kh, kw = weight.shape[2:]
        win = x.unfold(2, kh, sh).unfold(3, kw, sw)
        grad_weight = torch.einsum("nchwij,nohw->ocij", win, grad)
        grad_x = torch.zeros_like(x)
        oh, ow = grad.shape[2:]
        for i in range(kh):
            for j in range(kw):
                part = torch.einsum("nohw,oc->nchw", grad, weight[:, :, i, j])
                grad_x[:, :, i:i + (oh - 1) * sh + 1:sh, j:j + (ow - 1) * sw + 1:sw] += part
        return grad_x, grad_weight, None, None


def output_size(size, kernel_size, stride=1, padding=0):
    if kernel_size < 1 or stride < 1 or padding < 0:
        raise ValueError("kernel_size and stride must be at least 1, padding at least 0")
    if kernel_size > size + 2 * padding:
        raise ValueError("no window fits")
    return (size + 2 * padding - kernel_size) // stride + 1


def sliding_windows(images, kernel_size, stride=1):
    _check_args(images, kernel_size, stride)
    (kh, kw), (sh, sw) = two(kernel_size), two(stride)
    return images.unfold(2, kh, sh).unfold(3, kw, sw)


def conv2d(images, weight, bias=None, stride=1, padding=0):
    _check_args_conv(images, weight, bias, stride, padding)
    (sh, sw), (ph, pw) = two(stride), two(padding)
    x = nn.functional.pad(images, (pw, pw, ph, ph))
    out = _Slide.apply(x, weight, sh, sw)
    return out if bias is None else out + bias.reshape(1, -1, 1, 1)


class Conv2d(nn.Module):
    def __init__(self, in_channels, out_channels, kernel_size, stride=1, padding=0, bias=True):
        super().__init__()
        kh, kw = two(kernel_size)
        if min(in_channels, out_channels, kh, kw) < 1:
            raise ValueError("channels and kernel_size must be at least 1")
        bound = 1 / (in_channels * kh * kw) ** 0.5
        self.weight = nn.Parameter((torch.rand(out_channels, in_channels, kh, kw) * 2 - 1) * bound)
        self.bias = nn.Parameter((torch.rand(out_channels) * 2 - 1) * bound) if bias else None
        self.stride = stride
        self.padding = padding

    def forward(self, images):
        return conv2d(images, self.weight, self.bias, self.stride, self.padding)
