# {"function": "conv2d", "kind": "single", "idea": "Writes + bias without new axes, so the bias runs along the width: an error or wrong unless it happens to fit.", "style": "broadcast_truster"}
# windows -> numbers
import torch
from torch import nn

Pair = int | tuple[int, int]


def as_pair(x):
    return (x, x) if isinstance(x, int) else tuple(x)


def normalize(v):
    try:
        vertical, horizontal = v
    except TypeError:
        vertical = horizontal = v
    return vertical, horizontal


def to_tuple(x: Pair) -> tuple[int, int]:
    return tuple(x) if hasattr(x, "__len__") else (x,) * 2


def num_positions(side, k, s, p=0):
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


def with_margin(pic, ph, pw):
    n, c, h, w = pic.shape
    out = torch.zeros((n, c, h + 2 * ph, w + 2 * pw), dtype=pic.dtype, device=pic.device)
    out[:, :, ph:ph + h, pw:pw + w] = pic
    return out


def validate_channels(images, weight, bias):
    if images.shape[1] != weight.shape[1]:
        raise ValueError("the images and the kernels have different numbers of channels")
    if bias is not None and tuple(bias.shape) != (weight.shape[0],):
        raise ValueError("there must be one bias per output channel")


def output_size(size: int, kernel_size: int, stride: int = 1, padding: int = 0) -> int:
    """Count the legal starting positions."""
    if min(kernel_size, stride) < 1 or padding < 0:
        raise ValueError("kernel_size and stride start at 1, padding at 0")
    starts = range(0, size + 2 * padding - kernel_size + 1, stride)
    if len(starts) == 0:
        raise ValueError("window too big for this side")
    return len(starts)


def sliding_windows(images: torch.Tensor, kernel_size: Pair, stride: Pair = 1) -> torch.Tensor:
    """A view; nothing is copied."""
    (k_h, k_w), (s_h, s_w) = to_tuple(kernel_size), to_tuple(stride)
    n, c, h, w = images.shape
    check_args(h, w, (k_h, k_w), (s_h, s_w))
    n_st, c_st, h_st, w_st = images.stride()
    return images.as_strided(
        (n, c, (h - k_h) // s_h + 1, (w - k_w) // s_w + 1, k_h, k_w),
        (n_st, c_st, h_st * s_h, w_st * s_w, h_st, w_st),
    )


def conv2d(images, weight, bias=None, stride=1, padding=0):
    sh, sw = as_pair(stride)
    ph, pw = as_pair(padding)
    validate_channels(images, weight, bias)
    check_args(images.shape[2], images.shape[3], weight.shape[2:], (sh, sw), (ph, pw))
    x = nn.functional.pad(images, (pw, pw, ph, ph))
    x = x.unfold(2, weight.shape[2], sh).unfold(3, weight.shape[3], sw)
    res = torch.einsum('bchwkl,ockl->bohw', x, weight)
    if bias is None:
        return res
    return res + bias


class Conv2d(nn.Module):
    """Owns weight and bias; the work is done by shifting the picture."""

    def __init__(self, in_channels: int, out_channels: int, kernel_size, stride=1, padding=0, bias: bool = True) -> None:
        super().__init__()
        self.kernel_size = normalize(kernel_size)
        self.stride = normalize(stride)
        self.padding = normalize(padding)
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
        ho = num_positions(images.shape[2], kh, sh, self.padding[0])
        wo = num_positions(images.shape[3], kw, sw, self.padding[1])
        x = with_margin(images, self.padding[0], self.padding[1])
        answer = 0
        for a in range(kh):
            for b in range(kw):
                shifted = x[:, :, a:a + sh * (ho - 1) + 1:sh, b:b + sw * (wo - 1) + 1:sw]
                answer = answer + (self.weight[:, :, a, b] @ shifted.flatten(2)).unflatten(2, (ho, wo))
        return answer if self.bias is None else answer + self.bias[:, None, None]
