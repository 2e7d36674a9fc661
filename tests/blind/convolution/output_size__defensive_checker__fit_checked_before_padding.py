# {"function": "output_size", "kind": "single", "idea": "Refuses a kernel larger than the side without its padding, though it would fit on the padded side.", "style": "defensive_checker"}
# week 3, convolution
import torch
from torch import nn

Pair = int | tuple[int, int]


def tupled(x: Pair) -> tuple[int, int]:
    return tuple(x) if hasattr(x, "__len__") else (x,) * 2


p2 = lambda v: v if isinstance(v, tuple) else (v, v)


def n_windows(side, k, s, p=0):
    if k < 1 or s < 1:
        raise ValueError("kernel_size and stride must be at least 1")
    if p < 0:
        raise ValueError("padding can't be negative")
    if k > side + 2 * p:
        raise ValueError(f"a window of {k} does not fit on {side + 2 * p} pixels")
    return (side + 2 * p - k) // s + 1


def _check(height, width, k, s, p=(0, 0)):
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


def check_channels(images, weight, bias):
    if images.shape[1] != weight.shape[1]:
        raise ValueError("the images and the kernels have different numbers of channels")
    if bias is not None and tuple(bias.shape) != (weight.shape[0],):
        raise ValueError("there must be one bias per output channel")


def _require(condition: bool, message: str) -> None:
    if not condition:
        raise ValueError(message)


def output_size(size: int, kernel_size: int, stride: int = 1, padding: int = 0) -> int:
    """Number of windows along one side."""
    _require(kernel_size >= 1, f"kernel_size must be positive, not {kernel_size}")
    _require(stride >= 1, f"stride must be positive, not {stride}")
    _require(padding >= 0, f"padding must not be negative, not {padding}")
    _require(kernel_size <= size, f"a kernel of {kernel_size} is larger than the picture ({size})")
    return (size - kernel_size + 2 * padding) // stride + 1


def sliding_windows(images: torch.Tensor, kernel_size: Pair, stride: Pair = 1) -> torch.Tensor:
    """A view; nothing is copied."""
    (k_h, k_w), (s_h, s_w) = tupled(kernel_size), tupled(stride)
    n, c, h, w = images.shape
    _check(h, w, (k_h, k_w), (s_h, s_w))
    n_st, c_st, h_st, w_st = images.stride()
    return images.as_strided(
        (n, c, (h - k_h) // s_h + 1, (w - k_w) // s_w + 1, k_h, k_w),
        (n_st, c_st, h_st * s_h, w_st * s_w, h_st, w_st),
    )


def conv2d(images, weight, bias=None, stride=1, padding=0):
    (sh, sw), (ph, pw), (kh, kw) = p2(stride), p2(padding), tuple(weight.shape[2:])
    check_channels(images, weight, bias)
    _check(images.shape[2], images.shape[3], (kh, kw), (sh, sw), (ph, pw))
    x = torch.nn.functional.pad(images, [pw, pw, ph, ph])
    y = torch.tensordot(x.unfold(2, kh, sh).unfold(3, kw, sw), weight, dims=([1, 4, 5], [1, 2, 3]))
    y = y.movedim(-1, 1)
    return y if bias is None else y + bias[None, :, None, None]


class Conv2d(torch.nn.Module):
    def __init__(self, in_channels, out_channels, kernel_size, stride=1, padding=0, bias=True):
        torch.nn.Module.__init__(self)
        kernel_size, stride, padding = p2(kernel_size), p2(stride), p2(padding)
        for small, values in ((1, kernel_size), (1, stride), (0, padding)):
            if any(v < small for v in values):
                raise ValueError(f"a value in {values} is below {small}")
        self.settings = kernel_size + stride + padding
        self.register_parameter("weight", torch.nn.Parameter(torch.randn(out_channels, in_channels, *kernel_size) / 8))
        self.register_parameter("bias", torch.nn.Parameter(torch.randn(out_channels) / 8) if bias else None)

    def forward(self, images):
        kh, kw, sh, sw, ph, pw = self.settings
        ho = n_windows(images.shape[2], kh, sh, ph)
        wo = n_windows(images.shape[3], kw, sw, pw)
        if images.shape[1] != self.weight.shape[1]:
            raise ValueError("this layer was made for other channels")
        x = zero_border(images, ph, pw)
        rows = []
        for i in range(ho):
            for j in range(wo):
                patch = x[:, :, i * sh:i * sh + kh, j * sw:j * sw + kw]
                rows.append(torch.tensordot(patch, self.weight, dims=([1, 2, 3], [1, 2, 3])))
        y = torch.stack(rows, -1).reshape(images.shape[0], -1, ho, wo)
        if self.bias is not None:
            y = y + self.bias.reshape(1, -1, 1, 1)
        return y
