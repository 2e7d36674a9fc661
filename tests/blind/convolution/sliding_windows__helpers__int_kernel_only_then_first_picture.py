# {"function": "sliding_windows", "kind": "pair", "idea": "sliding_windows only takes an int kernel (pairs crash); conv2d convolves only the first picture of the batch.", "style": "helpers"}
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
    k = kernel_size
    s_h, s_w = both(stride)
    H_out = output_size(x.shape[2], k, s_h)
    W_out = output_size(x.shape[3], k, s_w)
    rows = [[x[:, :, i * s_h:i * s_h + k, j * s_w:j * s_w + k] for j in range(W_out)] for i in range(H_out)]
    return torch.stack([torch.stack(row, dim=2) for row in rows], dim=2)


def conv2d(x, weight, bias=None, stride=1, padding=0):
    picture = x[0]
    C, H, W = picture.shape
    O, C_w, k_h, k_w = weight.shape
    if C != C_w:
        raise ValueError(f"image has {C} channels, weight wants {C_w}")
    s_h, s_w = both(stride)
    p_h, p_w = both(padding)
    H_out = output_size(H, k_h, s_h, p_h)
    W_out = output_size(W, k_w, s_w, p_w)
    canvas = picture.new_zeros(C, H + 2 * p_h, W + 2 * p_w)
    canvas[:, p_h:p_h + H, p_w:p_w + W] = picture
    flat = weight.reshape(O, -1)
    values = []
    for i in range(H_out):
        for j in range(W_out):
            values.append(flat @ canvas[:, i * s_h:i * s_h + k_h, j * s_w:j * s_w + k_w].reshape(-1))
    out = torch.stack(values, dim=1).reshape(1, O, H_out, W_out)
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
