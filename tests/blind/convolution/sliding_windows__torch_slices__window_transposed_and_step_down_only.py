# {"function": "sliding_windows", "kind": "pair", "idea": "Two mistakes: every window is transposed (K_w, K_h), and the horizontal stride is not used: the windows always step by 1 to the right.", "style": "torch_slices"}
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
    output_size(images.size(3), k_w, s_w)
    rows = []
    for i in range(output_size(images.size(2), k_h, s_h)):
        row = []
        for x in range(output_size(images.size(3), k_w)):
            window = images[:, :, i * s_h : i * s_h + k_h, x : x + k_w]
            row.append(window.transpose(-1, -2))
        rows.append(torch.stack(row, dim=2))
    return torch.stack(rows, dim=2)


def conv2d(images, weight, bias=None, stride=1, padding=0):
    n, c, h, w = images.shape
    o, c2, k_h, k_w = weight.shape
    if c != c2:
        raise ValueError(f"{c} channels in the images, {c2} in the kernels")
    if bias is not None and (bias.dim() != 1 or len(bias) != o):
        raise ValueError("wrong number of biases")
    (s_h, s_w), (p_h, p_w) = to_pair(stride), to_pair(padding)
    out_h, out_w = output_size(h, k_h, s_h, p_h), output_size(w, k_w, s_w, p_w)
    padded = images.new_zeros(n, c, h + 2 * p_h, w + 2 * p_w)
    padded[:, :, p_h : p_h + h, p_w : p_w + w] = images
    answers = []
    for i in range(out_h):
        for j in range(out_w):
            window = padded[:, :, i * s_h : i * s_h + k_h, j * s_w : j * s_w + k_w]
            answers.append(window.reshape(n, -1) @ weight.reshape(o, -1).t())
    out = torch.stack(answers, dim=-1).reshape(n, o, out_h, out_w)
    return out if bias is None else out + bias.reshape(-1, 1, 1)


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
