# {"function": "sliding_windows", "kind": "single", "idea": "Starts windows up to the very last pixel, so the border windows are cut short and torch.stack fails.", "style": "torch-slices"}
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
    _, _, height, width = x.shape
    if k_h > height or k_w > width:
        raise ValueError("window larger than picture")
    if min(k_h, k_w, s_h, s_w) < 1:
        raise ValueError("window and stride must be positive")
    all_rows = []
    for y in range(0, height, s_h):
        one_row = []
        for z in range(0, width, s_w):
            one_row.append(x[:, :, y:y + k_h, z:z + k_w])
        all_rows.append(torch.stack(one_row, dim=2))
    return torch.stack(all_rows, dim=2)


def conv2d(x, weight, bias=None, stride=1, padding=0):
    N, C, H, W = x.shape
    O, C_w, k_h, k_w = weight.shape
    if C != C_w:
        raise ValueError(f"image has {C} channels, weight wants {C_w}")
    s_h, s_w = both(stride)
    p_h, p_w = both(padding)
    H_out = output_size(H, k_h, s_h, p_h)
    W_out = output_size(W, k_w, s_w, p_w)
    big = x.new_zeros((N, C, H + 2 * p_h, W + 2 * p_w))
    big[:, :, p_h:p_h + H, p_w:p_w + W] = x
    columns = []
    for i in range(H_out):
        for j in range(W_out):
            piece = big[:, :, i * s_h:i * s_h + k_h, j * s_w:j * s_w + k_w]
            columns.append(piece.reshape(N, -1) @ weight.reshape(O, -1).T)
    out = torch.stack(columns, dim=-1).reshape(N, O, H_out, W_out)
    return out if bias is None else out + bias.reshape(O, 1, 1)


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
