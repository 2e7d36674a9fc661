import torch
from torch import nn
from torch.nn.functional import pad

def pair(v):
    if type(v) == int:
        return [v, v]
    return list(v)

def output_size(size, kernel_size, stride=1, padding=0):
    if kernel_size < 1 or stride < 1 or padding < 0:
        raise ValueError("kernel_size >= 1, stride >= 1, padding >= 0 please!")
    if kernel_size > size + padding + padding:
        raise ValueError("this kernel is too big for the picture")
    return int((size + 2*padding - kernel_size) / stride) + 1

def sliding_windows(images, kernel_size, stride=1):
    ky, kx = pair(kernel_size)
    sy, sx = pair(stride)
    ny = output_size(images.size(2), ky, sy)
    nx = output_size(images.size(3), kx, sx)
    ys = torch.arange(ny)[:, None] * sy + torch.arange(ky)     # (ny, ky)
    xs = torch.arange(nx)[:, None] * sx + torch.arange(kx)     # (nx, kx)
    return images[:, :, ys[:, None, :, None], xs[None, :, None, :]]

def conv2d(images, weight, bias=None, stride=1, padding=0):
    py, px = pair(padding)
    if py < 0 or px < 0:
        raise ValueError("kernel_size >= 1, stride >= 1, padding >= 0 please!")
    if images.size(1) != weight.size(1):
        raise ValueError("channels of images and weight are not the same")
    win = sliding_windows(pad(images, (px, px, py, py)), weight.shape[-2:], stride)
    N, C, ny, nx, ky, kx = win.shape
    win = win.transpose(1, 2).transpose(2, 3).reshape(N, ny*nx, C*ky*kx)
    out = win.matmul(weight.reshape(weight.size(0), C*ky*kx).transpose(0, 1))
    if bias is not None:
        out = out + bias
    return out.transpose(1, 2).reshape(N, weight.size(0), ny, nx)

class Conv2d(nn.Module):
    def __init__(self, in_channels, out_channels, kernel_size, stride=1, padding=0, bias=True):
        nn.Module.__init__(self)
        ky, kx = pair(kernel_size)
        if ky < 1 or kx < 1:
            raise ValueError("kernel_size >= 1, stride >= 1, padding >= 0 please!")
        self.s = stride
        self.p = padding
        self.weight = nn.Parameter(torch.randn(out_channels, in_channels, ky, kx))
        self.bias = None
        if bias:
            self.bias = nn.Parameter(torch.randn(out_channels))

    def forward(self, x):
        return conv2d(x, self.weight, self.bias, self.s, self.p)
