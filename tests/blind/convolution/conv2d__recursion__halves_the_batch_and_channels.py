# {"function": "conv2d", "kind": "right", "idea": "Splits batch and channels recursively down to single planes and adds up; correct.", "style": "recursion"}
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


def plane_by_plane(x, weight, s_h, s_w, H_out, W_out):
    if x.shape[0] > 1:
        half = x.shape[0] // 2
        return torch.cat([plane_by_plane(part, weight, s_h, s_w, H_out, W_out) for part in (x[:half], x[half:])])
    if x.shape[1] > 1:
        half = x.shape[1] // 2
        return (plane_by_plane(x[:, :half], weight[:, :half], s_h, s_w, H_out, W_out)
                + plane_by_plane(x[:, half:], weight[:, half:], s_h, s_w, H_out, W_out))
    plane = x[0, 0]
    result = 0
    for u, line in enumerate(weight.unbind(2)):
        for v, w in enumerate(line.unbind(2)):
            seen = plane[u::s_h][:H_out, v::s_w][:, :W_out]
            result = result + w[:, 0, None, None] * seen
    return result[None]


def conv2d(x, weight, bias=None, stride=1, padding=0):
    if x.shape[1] != weight.shape[1]:
        raise ValueError("channels do not match")
    s_h, s_w = both(stride)
    p_h, p_w = both(padding)
    H_out = output_size(x.shape[2], weight.shape[2], s_h, p_h)
    W_out = output_size(x.shape[3], weight.shape[3], s_w, p_w)
    for axis, p in ((2, p_h), (3, p_w)):
        shape = list(x.shape)
        shape[axis] = p
        border = torch.zeros(shape, dtype=x.dtype)
        x = torch.cat((border, x, border), dim=axis)
    out = plane_by_plane(x, weight, s_h, s_w, H_out, W_out)
    if bias is not None:
        out = out + bias.reshape(-1, 1, 1)
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
