# {"function": "sliding_windows", "kind": "single", "idea": "Stacks the windows in front of the batch and reshapes instead of moving the axes: right for one picture of one channel only.", "style": "java_person"}
import torch
from torch import nn

Pair = int | tuple[int, int]


def split_pair(value):
    """5 -> (5, 5); (5, 6) stays."""
    if isinstance(value, (tuple, list)):
        return value[0], value[1]
    return value, value


def unpack2(v):
    try:
        vertical, horizontal = v
    except TypeError:
        vertical = horizontal = v
    return vertical, horizontal


def tupled(x: Pair) -> tuple[int, int]:
    return tuple(x) if hasattr(x, "__len__") else (x,) * 2


def num_positions(side, k, s, p=0):
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


def _pad(pic, ph, pw):
    n, c, h, w = pic.shape
    out = torch.zeros((n, c, h + 2 * ph, w + 2 * pw), dtype=pic.dtype, device=pic.device)
    out[:, :, ph:ph + h, pw:pw + w] = pic
    return out


def _check_channels(images, weight, bias):
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
    kernelHeight, kernelWidth = unpack2(kernel_size)
    strideHeight, strideWidth = unpack2(stride)
    numImages, numChannels, height, width = images.shape
    outHeight = output_size(height, kernelHeight, strideHeight)
    outWidth = output_size(width, kernelWidth, strideWidth)
    windowList = []
    for row in range(outHeight):
        for column in range(outWidth):
            y = row * strideHeight
            x = column * strideWidth
            windowList.append(images[:, :, y:y + kernelHeight, x:x + kernelWidth])
    stacked = torch.stack(windowList)
    return stacked.reshape(numImages, numChannels, outHeight, outWidth, kernelHeight, kernelWidth)


def conv2d(images, weight, bias=None, stride=1, padding=0):
    _check_channels(images, weight, bias)
    stride_h, stride_w = tupled(stride)
    pad_h, pad_w = tupled(padding)
    k_h, k_w = weight.shape[2], weight.shape[3]
    out_h = num_positions(images.shape[2], k_h, stride_h, pad_h)
    out_w = num_positions(images.shape[3], k_w, stride_w, pad_w)
    padded = _pad(images, pad_h, pad_w)
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
        self.k, self.s, self.p = split_pair(kernel_size), split_pair(stride), split_pair(padding)
        if min(self.k) < 1 or min(self.s) < 1 or min(self.p) < 0:
            raise ValueError("kernel_size and stride start at 1, padding at 0")
        bound = 1 / (in_channels * self.k[0] * self.k[1]) ** 0.5
        self.weight = nn.Parameter(torch.empty(out_channels, in_channels, *self.k).uniform_(-bound, bound))
        self.bias = nn.Parameter(torch.empty(out_channels).uniform_(-bound, bound)) if bias else None

    def forward(self, images):
        n, c, h, w = images.shape
        if c != self.weight.shape[1]:
            raise ValueError("wrong number of channels")
        sanity_check(h, w, self.k, self.s, self.p)
        x = nn.functional.pad(images, (self.p[1], self.p[1], self.p[0], self.p[0]))
        x = x.unfold(2, self.k[0], self.s[0]).unfold(3, self.k[1], self.s[1])
        y = torch.einsum("nchwyx,ocyx->nohw", x, self.weight)
        if self.bias is not None:
            y = y + self.bias.view(-1, 1, 1)
        return y
