# {"function": "sliding_windows", "kind": "single", "idea": "Reads the pair kernel_size as (width, height).", "style": "computer_graphics_person"}
# week 3, convolution
import torch
from torch import nn

Pair = int | tuple[int, int]


def ver_hor(v):
    try:
        vertical, horizontal = v
    except TypeError:
        vertical = horizontal = v
    return vertical, horizontal


def expand_pair(x: Pair) -> tuple[int, int]:
    return tuple(x) if hasattr(x, "__len__") else (x,) * 2


p2 = lambda v: v if isinstance(v, tuple) else (v, v)


def num_positions(side, k, s, p=0):
    if k < 1 or s < 1:
        raise ValueError("kernel_size and stride must be at least 1")
    if p < 0:
        raise ValueError("padding can't be negative")
    if k > side + 2 * p:
        raise ValueError(f"a window of {k} does not fit on {side + 2 * p} pixels")
    return (side + 2 * p - k) // s + 1


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


def output_size(size: int, kernel_size: int, stride: int = 1, padding: int = 0) -> int:
    """Count the legal starting positions."""
    if min(kernel_size, stride) < 1 or padding < 0:
        raise ValueError("kernel_size and stride start at 1, padding at 0")
    starts = range(0, size + 2 * padding - kernel_size + 1, stride)
    if len(starts) == 0:
        raise ValueError("window too big for this side")
    return len(starts)


def sliding_windows(images, kernel_size, stride=1):
    # sizes are x, y as usual
    kw, kh = ver_hor(kernel_size)
    dy, dx = ver_hor(stride)
    n, c, height, width = images.size()
    if min(kh, kw, dx, dy) < 1:
        raise ValueError("kernel and stride must be positive")
    if kh > height or kw > width:
        raise ValueError("window is larger than the picture")
    return images.unfold(2, kh, dy).unfold(3, kw, dx)


def conv2d(images, weight, bias=None, stride=1, padding=0):
    same_channels(images, weight, bias)
    stride_h, stride_w = expand_pair(stride)
    pad_h, pad_w = expand_pair(padding)
    k_h, k_w = weight.shape[2], weight.shape[3]
    out_h = num_positions(images.shape[2], k_h, stride_h, pad_h)
    out_w = num_positions(images.shape[3], k_w, stride_w, pad_w)
    padded = zero_border(images, pad_h, pad_w)
    flat_weight = weight.flatten(1)
    lines = []
    for i in range(out_h):
        line = []
        for j in range(out_w):
            y, x = i * stride_h, j * stride_w
            patch = padded[:, :, y:y + k_h, x:x + k_w].flatten(1)
            answer = patch.matmul(flat_weight.t())
            if bias is not None:
                answer = answer + bias
            line.append(answer)
        lines.append(torch.stack(line, dim=-1))
    return torch.stack(lines, dim=-2)


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
        ho = num_positions(images.shape[2], kh, sh, ph)
        wo = num_positions(images.shape[3], kw, sw, pw)
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
