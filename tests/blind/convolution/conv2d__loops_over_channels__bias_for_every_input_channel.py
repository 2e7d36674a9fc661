# {"function": "conv2d", "kind": "single", "idea": "Convolves each input channel by itself, bias included, and adds these up, so the bias is added once per input channel; right for one channel.", "style": "loops_over_channels"}
import torch
from torch import nn


def to_pair(value):
    """3 -> (3, 3); (2, 3) stays."""
    if isinstance(value, (tuple, list)):
        return value[0], value[1]
    return value, value


def output_size(size: int, kernel_size: int, stride: int = 1, padding: int = 0) -> int:
    if min(kernel_size, stride) < 1 or padding < 0:
        raise ValueError(f"bad arguments: {kernel_size=}, {stride=}, {padding=}")
    whole = size + 2 * padding
    if kernel_size > whole:
        raise ValueError(f"a window of {kernel_size} does not fit on {whole}")
    return (whole - kernel_size) // stride + 1


def sliding_windows(images, kernel_size, stride=1):
    k_h, k_w = to_pair(kernel_size)
    s_h, s_w = to_pair(stride)
    n_rows = output_size(images.size(2), k_h, s_h)
    n_cols = output_size(images.size(3), k_w, s_w)
    rows = []
    for i in range(n_rows):
        row = []
        for j in range(n_cols):
            row.append(images[:, :, i * s_h : i * s_h + k_h, j * s_w : j * s_w + k_w])
        rows.append(torch.stack(row, dim=2))
    return torch.stack(rows, dim=2)


def conv2d(images, weight, bias=None, stride=1, padding=0):
    n, c, h, w = images.shape
    o, c2, k_h, k_w = weight.shape
    if c != c2:
        raise ValueError(f"{c} channels in the images, {c2} in the kernels")
    if bias is None:
        bias = weight.new_zeros(o)
    if bias.dim() != 1 or len(bias) != o:
        raise ValueError("wrong number of biases")
    p_h, p_w = to_pair(padding)
    if p_h < 0 or p_w < 0:
        raise ValueError("negative padding")
    padded = images.new_zeros(n, c, h + 2 * p_h, w + 2 * p_w)
    padded[:, :, p_h : p_h + h, p_w : p_w + w] = images

    def one_plane(plane, kernels):
        """(N, H, W), (O, K_h, K_w) -> (N, O, H_out, W_out)"""
        places = sliding_windows(plane[:, None], (k_h, k_w), stride)[:, 0]
        return (places[:, None] * kernels[None, :, None, None]).sum((-2, -1)) + bias[:, None, None]

    return sum(one_plane(padded[:, i], weight[:, i]) for i in range(c))


class Conv2d(nn.Module):
    def __init__(self, in_channels, out_channels, kernel_size, stride=1, padding=0, bias=True):
        super().__init__()
        self.kernel_size = to_pair(kernel_size)
        self.stride = to_pair(stride)
        self.padding = to_pair(padding)
        self.weight = nn.Parameter(torch.randn(out_channels, in_channels, *self.kernel_size) * 0.1)
        self.bias = nn.Parameter(torch.randn(out_channels) * 0.1) if bias else None

    def forward(self, images):
        return conv2d(images, self.weight, self.bias, stride=self.stride, padding=self.padding)
