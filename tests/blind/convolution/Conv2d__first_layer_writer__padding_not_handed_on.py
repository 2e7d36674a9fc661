# {"function": "Conv2d", "kind": "single", "idea": "Keeps the padding but never hands it to conv2d.", "style": "first_layer_writer"}
import torch
from torch import nn

Pair = int | tuple[int, int]


def twice(x):
    return (x, x) if isinstance(x, int) else tuple(x)


def _to_pair(x: Pair) -> tuple[int, int]:
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


def framed(pic, ph, pw):
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
    (k_h, k_w), (s_h, s_w) = _to_pair(kernel_size), _to_pair(stride)
    n, c, h, w = images.shape
    raise_if_impossible(h, w, (k_h, k_w), (s_h, s_w))
    n_st, c_st, h_st, w_st = images.stride()
    return images.as_strided(
        (n, c, (h - k_h) // s_h + 1, (w - k_w) // s_w + 1, k_h, k_w),
        (n_st, c_st, h_st * s_h, w_st * s_w, h_st, w_st),
    )


def conv2d(images, weight, bias=None, stride=1, padding=0):
    same_channels(images, weight, bias)
    stride_h, stride_w = _to_pair(stride)
    pad_h, pad_w = _to_pair(padding)
    k_h, k_w = weight.shape[2], weight.shape[3]
    out_h = n_windows(images.shape[2], k_h, stride_h, pad_h)
    out_w = n_windows(images.shape[3], k_w, stride_w, pad_w)
    padded = framed(images, pad_h, pad_w)
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
        self.in_channels = in_channels
        self.out_channels = out_channels
        self.kernel_size = twice(kernel_size)
        self.stride = twice(stride)
        self.padding = twice(padding)
        if min(self.kernel_size + self.stride) < 1 or min(self.padding) < 0:
            raise ValueError("kernel_size and stride from 1, padding from 0")
        scale = (in_channels * self.kernel_size[0] * self.kernel_size[1]) ** -0.5
        self.weight = nn.Parameter((torch.rand(out_channels, in_channels, *self.kernel_size) * 2 - 1) * scale)
        if bias:
            self.bias = nn.Parameter((torch.rand(out_channels) * 2 - 1) * scale)
        else:
            self.bias = None

    def forward(self, images):
        return conv2d(images, self.weight, self.bias, stride=self.stride)
