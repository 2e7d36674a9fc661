# {"function": "conv2d", "kind": "single", "idea": "Copies the picture into the padded buffer with [p:-p], which is an empty slice when the padding is 0 (crash).", "style": "torch-loops"}
import torch
import torch.nn as nn


def both(x):
    return (x, x) if isinstance(x, int) else tuple(x)


def output_size(size, kernel_size, stride=1, padding=0):
    if min(kernel_size, stride) < 1:
        raise ValueError("kernel and stride must be at least one pixel")
    if padding < 0:
        raise ValueError("there is no negative padding")
    room = size + 2 * padding - kernel_size
    if room < 0:
        raise ValueError("kernel does not fit into the image")
    return room // stride + 1


def sliding_windows(x, kernel_size, stride=1):
    k_h, k_w = both(kernel_size)
    s_h, s_w = both(stride)
    H_out = output_size(x.shape[2], k_h, s_h)
    W_out = output_size(x.shape[3], k_w, s_w)
    rows = []
    for i in range(H_out):
        row = []
        for j in range(W_out):
            top = i * s_h
            left = j * s_w
            row.append(x[:, :, top:top + k_h, left:left + k_w])
        rows.append(torch.stack(row, dim=2))
    return torch.stack(rows, dim=2)


def conv2d(x, weight, bias=None, stride=1, padding=0):
    N, C, H, W = x.shape
    O, C_w, k_h, k_w = weight.shape
    if C != C_w:
        raise ValueError(f"image has {C} channels, weight wants {C_w}")
    s_h, s_w = both(stride)
    p_h, p_w = both(padding)
    H_out = output_size(H, k_h, s_h, p_h)
    W_out = output_size(W, k_w, s_w, p_w)

    padded = torch.zeros(N, C, H + 2 * p_h, W + 2 * p_w, dtype=x.dtype)
    padded[:, :, p_h:-p_h, p_w:-p_w] = x

    out = torch.zeros(N, O, H_out, W_out, dtype=x.dtype)
    for i in range(H_out):
        for j in range(W_out):
            patch = padded[:, :, i * s_h:i * s_h + k_h, j * s_w:j * s_w + k_w]
            for o in range(O):
                out[:, o, i, j] = (patch * weight[o]).sum(dim=(1, 2, 3))
    if bias is not None:
        out = out + bias.reshape(1, O, 1, 1)
    return out


class Conv2d(nn.Module):
    def __init__(self, in_channels, out_channels, kernel_size, stride=1, padding=0, bias=True):
        super().__init__()
        self.kernel_size = both(kernel_size)
        if min(self.kernel_size) < 1:
            raise ValueError("kernel_size must be positive")
        self.stride = stride
        self.padding = padding
        self.weight = nn.Parameter(torch.randn(out_channels, in_channels, *self.kernel_size) * 0.1)
        self.bias = nn.Parameter(torch.randn(out_channels) * 0.1) if bias else None

    def forward(self, x):
        return conv2d(x, self.weight, self.bias, stride=self.stride, padding=self.padding)
