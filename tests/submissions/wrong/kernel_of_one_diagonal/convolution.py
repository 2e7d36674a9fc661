import torch
from torch import nn
import torch.nn.functional as F
print("loading convolution.py")

DEBUG = True

def dbg(*args):
    if DEBUG:
        print("[conv]", *args)

def pair(x):
    return (x, x) if isinstance(x, int) else tuple(x)

def output_size(size, kernel_size, stride=1, padding=0):
    dbg("output_size", size, kernel_size, stride, padding)
    if stride < 1 or kernel_size < 1 or padding < 0:
        raise ValueError("stride and kernel must be > 0, padding must be >= 0")
    if size + 2*padding < kernel_size:
        raise ValueError("kernel too large")
    res = (size + 2*padding - kernel_size)//stride + 1
    dbg("->", res)
    return res

def sliding_windows(images, kernel_size, stride=1):
    kh, kw = pair(kernel_size)
    sh, sw = pair(stride)
    dbg("images", images.shape, "kernel", kh, kw, "stride", sh, sw)
    h_out = output_size(images.shape[2], kh, sh)
    w_out = output_size(images.shape[3], kw, sw)
    res = []
    for i in range(h_out):
        for j in range(w_out):
            dbg("window", i, j, "from", i*sh, j*sw, "to", i*sh+kh, j*sw+kw)
            res.append(images[:, :, i*sh:i*sh+kh, j*sw:j*sw+kw])
    res = torch.stack(res, dim=2)
    dbg("stacked", res.shape)
    return res.reshape(images.shape[0], images.shape[1], h_out, w_out, kh, kw)

def conv2d(images, weight, bias=None, stride=1, padding=0):
    dbg("images", images.shape, images.dtype)
    dbg("weight", weight.shape, weight.dtype)
    dbg("bias", bias)
    if images.shape[1] != weight.shape[1]:
        raise ValueError("number of channels")
    ph, pw = pair(padding)
    if ph < 0 or pw < 0:
        raise ValueError("padding must be >= 0")
    x = F.pad(images, (pw, pw, ph, ph))
    dbg("padded", x.shape)
    dbg(x)
    w = sliding_windows(x, weight.shape[2:], stride)
    w = w.unsqueeze(1)                                    # N 1 C Ho Wo kh kw
    k = weight.unsqueeze(0).unsqueeze(3).unsqueeze(4)     # 1 O C 1 1 kh kw
    out = (w * k).sum(dim=(2, 5, 6))
    if bias is not None:
        out = out + bias.reshape(1, -1, 1, 1)
    dbg("out", out.shape)
    dbg(out)
    return out

class Conv2d(nn.Module):
    def __init__(self, in_channels, out_channels, kernel_size, stride=1, padding=0, bias=True):
        super().__init__()
        if min(pair(kernel_size)) < 1:
            raise ValueError("stride and kernel must be > 0")
        self.stride = stride
        self.padding = padding
        self.weight = nn.Parameter(torch.randn(out_channels, in_channels, *pair(kernel_size)) * 0.2)
        self.bias = nn.Parameter(torch.randn(out_channels) * 0.2) if bias else None
        print("new layer:", self)

    def forward(self, x):
        print("forward!", x.shape)
        return conv2d(x, self.weight, self.bias, self.stride, self.padding)

print("convolution.py is done")
