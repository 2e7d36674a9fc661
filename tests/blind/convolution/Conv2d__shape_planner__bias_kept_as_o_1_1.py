# {"function": "Conv2d", "kind": "single", "idea": "Keeps the bias as (O, 1, 1) to broadcast it easily, so a state dict of nn.Conv2d does not load.", "style": "shape_planner"}
"""my conv layer"""
import torch
from torch import nn

Pair = int | tuple[int, int]


def _pair(x):
    return (x, x) if isinstance(x, int) else tuple(x)


def two(value):
    """5 -> (5, 5); (5, 6) stays."""
    if isinstance(value, (tuple, list)):
        return value[0], value[1]
    return value, value


def tupled(x: Pair) -> tuple[int, int]:
    return tuple(x) if hasattr(x, "__len__") else (x,) * 2


def _fit(side, k, s, p=0):
    if k < 1 or s < 1:
        raise ValueError("kernel_size and stride must be at least 1")
    if p < 0:
        raise ValueError("padding can't be negative")
    if k > side + 2 * p:
        raise ValueError(f"a window of {k} does not fit on {side + 2 * p} pixels")
    return (side + 2 * p - k) // s + 1


def sanity_check(height, width, k, s, p=(0, 0)):
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


def check_channels(images, weight, bias):
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


def sliding_windows(images, kernel_size, stride=1):
    kh, kw = two(kernel_size)
    sh, sw = two(stride)
    H, W = images.shape[-2:]
    sanity_check(H, W, (kh, kw), (sh, sw))
    rows = []
    for top in range(0, H - kh + 1, sh):
        row = []
        for left in range(0, W - kw + 1, sw):
            row.append(images[:, :, top:top + kh, left:left + kw])
        rows.append(torch.stack(row, dim=2))
    return torch.stack(rows, dim=2)


def conv2d(images, weight, bias=None, stride=1, padding=0):
    check_channels(images, weight, bias)
    stride_h, stride_w = tupled(stride)
    pad_h, pad_w = tupled(padding)
    k_h, k_w = weight.shape[2], weight.shape[3]
    out_h = _fit(images.shape[2], k_h, stride_h, pad_h)
    out_w = _fit(images.shape[3], k_w, stride_w, pad_w)
    padded = with_margin(images, pad_h, pad_w)
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


class Conv2d(nn.Module):
    def __init__(self, in_channels, out_channels, kernel_size, stride=1, padding=0, bias=True):
        super().__init__()
        kh, kw = _pair(kernel_size)
        if kh < 1 or kw < 1:
            raise ValueError("kernel_size is too small")
        self.stride, self.padding = _pair(stride), _pair(padding)
        bound = (1.0 / (in_channels * kh * kw)) ** 0.5
        self.weight = nn.Parameter(torch.empty(out_channels, in_channels, kh, kw).uniform_(-bound, bound))
        if bias:
            self.bias = nn.Parameter(torch.empty(out_channels, 1, 1).uniform_(-bound, bound))
        else:
            self.register_parameter("bias", None)

    def forward(self, images):
        answer = conv2d(images, self.weight, None, self.stride, self.padding)
        if self.bias is not None:
            answer = answer + self.bias
        return answer
