# {"function": "Conv2d", "kind": "single", "idea": "All weights start with the same number, 1 over the number of inputs, so all kernels are alike and learn alike.", "style": "module"}
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
    if bias is not None and (bias.dim() != 1 or len(bias) != o):
        raise ValueError("wrong number of biases")
    p_h, p_w = to_pair(padding)
    if p_h < 0 or p_w < 0:
        raise ValueError("negative padding")
    padded = images.new_zeros(n, c, h + 2 * p_h, w + 2 * p_w)
    padded[:, :, p_h : p_h + h, p_w : p_w + w] = images
    cols = sliding_windows(padded, (k_h, k_w), stride)
    out_h, out_w = cols.shape[2], cols.shape[3]
    cols = cols.permute(0, 2, 3, 1, 4, 5).reshape(n * out_h * out_w, c * k_h * k_w)
    out = cols @ weight.reshape(o, -1).t()
    if bias is not None:
        out = out + bias
    return out.reshape(n, out_h, out_w, o).permute(0, 3, 1, 2)


class Conv2d(nn.Module):
    def __init__(self, in_channels, out_channels, kernel_size, stride=1, padding=0, bias=True):
        super().__init__()
        self.kernel_size = to_pair(kernel_size)
        self.stride = to_pair(stride)
        self.padding = to_pair(padding)
        fan_in = in_channels * self.kernel_size[0] * self.kernel_size[1]
        self.weight = nn.Parameter(torch.ones(out_channels, in_channels, *self.kernel_size) / fan_in)
        self.bias = nn.Parameter(torch.rand(out_channels) / fan_in) if bias else None

    def forward(self, images):
        return conv2d(images, self.weight, self.bias, stride=self.stride, padding=self.padding)
