# {"function": "output_size", "kind": "single", "idea": "Counts the places at stride 1 first and divides that number by the stride, rounding down.", "style": "small_steps"}
import torch
from torch import nn

Pair = int | tuple[int, int]


def vh(value):
    """5 -> (5, 5); (5, 6) stays."""
    if isinstance(value, (tuple, list)):
        return value[0], value[1]
    return value, value


def _both(v):
    try:
        vertical, horizontal = v
    except TypeError:
        vertical = horizontal = v
    return vertical, horizontal


def expand_pair(x: Pair) -> tuple[int, int]:
    return tuple(x) if hasattr(x, "__len__") else (x,) * 2


def n_windows(side, k, s, p=0):
    if k < 1 or s < 1:
        raise ValueError("kernel_size and stride must be at least 1")
    if p < 0:
        raise ValueError("padding can't be negative")
    if k > side + 2 * p:
        raise ValueError(f"a window of {k} does not fit on {side + 2 * p} pixels")
    return (side + 2 * p - k) // s + 1


def raise_if_impossible(height, width, k, s, p=(0, 0)):
    for side, kk, ss, pp in zip((height, width), k, s, p):
        if kk < 1:
            raise ValueError("kernel too small")
        if ss < 1:
            raise ValueError("stride too small")
        if pp < 0:
            raise ValueError("negative padding")
        if side + 2 * pp < kk:
            raise ValueError("the kernel is larger than the (padded) image")


def pad_zeros(pic, ph, pw):
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
    if kernel_size < 1: raise ValueError("kernel_size < 1")
    if stride < 1: raise ValueError("stride < 1")
    if padding < 0: raise ValueError("padding < 0")
    side = size + 2 * padding
    places = side - kernel_size + 1       # all places
    if places < 1:
        raise ValueError("nothing fits")
    # with a stride we visit only every stride-th of them
    return places // stride


def sliding_windows(images, kernel_size, stride=1):
    kh, kw = vh(kernel_size)
    sh, sw = vh(stride)
    H, W = images.shape[-2:]
    raise_if_impossible(H, W, (kh, kw), (sh, sw))
    rows = []
    for top in range(0, H - kh + 1, sh):
        row = []
        for left in range(0, W - kw + 1, sw):
            row.append(images[:, :, top:top + kh, left:left + kw])
        rows.append(torch.stack(row, dim=2))
    return torch.stack(rows, dim=2)


def conv2d(images, weight, bias=None, stride=1, padding=0):
    check_channels(images, weight, bias)
    stride_h, stride_w = expand_pair(stride)
    pad_h, pad_w = expand_pair(padding)
    k_h, k_w = weight.shape[2], weight.shape[3]
    out_h = n_windows(images.shape[2], k_h, stride_h, pad_h)
    out_w = n_windows(images.shape[3], k_w, stride_w, pad_w)
    padded = pad_zeros(images, pad_h, pad_w)
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
    """Owns weight and bias; the work is done by shifting the picture."""

    def __init__(self, in_channels: int, out_channels: int, kernel_size, stride=1, padding=0, bias: bool = True) -> None:
        super().__init__()
        self.kernel_size = _both(kernel_size)
        self.stride = _both(stride)
        self.padding = _both(padding)
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
        ho = n_windows(images.shape[2], kh, sh, self.padding[0])
        wo = n_windows(images.shape[3], kw, sw, self.padding[1])
        x = pad_zeros(images, self.padding[0], self.padding[1])
        answer = 0
        for a in range(kh):
            for b in range(kw):
                shifted = x[:, :, a:a + sh * (ho - 1) + 1:sh, b:b + sw * (wo - 1) + 1:sw]
                answer = answer + (self.weight[:, :, a, b] @ shifted.flatten(2)).unflatten(2, (ho, wo))
        return answer if self.bias is None else answer + self.bias[:, None, None]
