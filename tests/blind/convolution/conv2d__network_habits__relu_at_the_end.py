# {"function": "conv2d", "kind": "single", "idea": "Sets negative answers to zero, as if the activation were part of the convolution.", "style": "network_habits"}
import torch
from torch import nn

Pair = int | tuple[int, int]


def ver_hor(v):
    try:
        vertical, horizontal = v
    except TypeError:
        vertical = horizontal = v
    return vertical, horizontal


def tupled(x: Pair) -> tuple[int, int]:
    return tuple(x) if hasattr(x, "__len__") else (x,) * 2


def steps_along(side, k, s, p=0):
    if k < 1 or s < 1:
        raise ValueError("kernel_size and stride must be at least 1")
    if p < 0:
        raise ValueError("padding can't be negative")
    if k > side + 2 * p:
        raise ValueError(f"a window of {k} does not fit on {side + 2 * p} pixels")
    return (side + 2 * p - k) // s + 1


def check_args(height, width, k, s, p=(0, 0)):
    for side, kk, ss, pp in zip((height, width), k, s, p):
        if kk < 1:
            raise ValueError("kernel too small")
        if ss < 1:
            raise ValueError("stride too small")
        if pp < 0:
            raise ValueError("negative padding")
        if side + 2 * pp < kk:
            raise ValueError("the kernel is larger than the (padded) image")


def zero_border(pic, ph, pw):
    n, c, h, w = pic.shape
    out = torch.zeros((n, c, h + 2 * ph, w + 2 * pw), dtype=pic.dtype, device=pic.device)
    out[:, :, ph:ph + h, pw:pw + w] = pic
    return out


def same_channels(images, weight, bias):
    if images.shape[1] != weight.shape[1]:
        raise ValueError("the images and the kernels have different numbers of channels")
    if bias is not None and tuple(bias.shape) != (weight.shape[0],):
        raise ValueError("there must be one bias per output channel")


def output_size(size, kernel_size, stride=1, padding=0):
    if kernel_size < 1:
        raise ValueError("kernel_size must be at least 1")
    if stride < 1:
        raise ValueError("stride must be at least 1")
    if padding < 0:
        raise ValueError("padding must not be negative")
    room = size + 2 * padding - kernel_size
    if room < 0:
        raise ValueError("not even one window fits")
    return room // stride + 1


def sliding_windows(images: torch.Tensor, kernel_size: Pair, stride: Pair = 1) -> torch.Tensor:
    """A view; nothing is copied."""
    (k_h, k_w), (s_h, s_w) = tupled(kernel_size), tupled(stride)
    n, c, h, w = images.shape
    check_args(h, w, (k_h, k_w), (s_h, s_w))
    n_st, c_st, h_st, w_st = images.stride()
    return images.as_strided(
        (n, c, (h - k_h) // s_h + 1, (w - k_w) // s_w + 1, k_h, k_w),
        (n_st, c_st, h_st * s_h, w_st * s_w, h_st, w_st),
    )


def conv2d(images, weight, bias=None, stride=1, padding=0):
    same_channels(images, weight, bias)
    stride, padding = ver_hor(stride), ver_hor(padding)
    kernel = tuple(weight.shape[2:])
    check_args(images.shape[2], images.shape[3], kernel, stride, padding)
    images = zero_border(images, padding[0], padding[1])
    receptive_fields = images.unfold(2, kernel[0], stride[0]).unfold(3, kernel[1], stride[1])
    neurons = torch.einsum("nchwij,fcij->nfhw", receptive_fields, weight)
    if bias is not None:
        neurons = neurons + bias[None, :, None, None]
    return neurons.clamp(min=0)


class Conv2d(nn.Module):
    """Owns weight and bias; the work is done by shifting the picture."""

    def __init__(self, in_channels: int, out_channels: int, kernel_size, stride=1, padding=0, bias: bool = True) -> None:
        super().__init__()
        self.kernel_size = ver_hor(kernel_size)
        self.stride = ver_hor(stride)
        self.padding = ver_hor(padding)
        if self.kernel_size[0] < 1 or self.kernel_size[1] < 1:
            raise ValueError("the kernel needs at least one pixel")
        self.weight = nn.Parameter(0.1 * torch.randn(out_channels, in_channels, *self.kernel_size))
        if bias:
            self.bias = nn.Parameter(0.1 * torch.randn(out_channels))
        else:
            self.register_parameter('bias', None)

    def forward(self, images):
        kh, kw = self.kernel_size
        sh, sw = self.stride
        if images.shape[1] != self.weight.shape[1]:
            raise ValueError("channels do not match")
        ho = steps_along(images.shape[2], kh, sh, self.padding[0])
        wo = steps_along(images.shape[3], kw, sw, self.padding[1])
        x = zero_border(images, self.padding[0], self.padding[1])
        answer = 0
        for a in range(kh):
            for b in range(kw):
                shifted = x[:, :, a:a + sh * (ho - 1) + 1:sh, b:b + sw * (wo - 1) + 1:sw]
                answer = answer + (self.weight[:, :, a, b] @ shifted.flatten(2)).unflatten(2, (ho, wo))
        return answer if self.bias is None else answer + self.bias[:, None, None]
