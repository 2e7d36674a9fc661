# fast version with numpy
import numpy as np
import torch
from torch import nn
from numpy.lib.stride_tricks import sliding_window_view

def ab(v):
    a, b = np.broadcast_to(v, 2)
    return int(a), int(b)

def output_size(size, kernel_size, stride=1, padding=0):
    if kernel_size<1 or stride<1 or padding<0 or kernel_size>size+2*padding:
        raise ValueError("no window of %s pixels (stride %s, padding %s) fits into %s pixels"
                         % (kernel_size, stride, padding, size))
    return (size+2*padding-kernel_size)//stride+1

def np_windows(x, kh, kw, sh, sw):
    output_size(x.shape[2], kh, sh)
    output_size(x.shape[3], kw, sw)
    return sliding_window_view(x, (kh,kw), axis=(2,3))[:, :, ::sh, ::sw]

def sliding_windows(images, kernel_size, stride=1):
    (kh,kw), (sh,sw) = ab(kernel_size), ab(stride)
    return torch.from_numpy(np_windows(images.detach().numpy(), kh, kw, sh, sw).copy())

def conv2d(images, weight, bias=None, stride=1, padding=0):
    (sh,sw), (ph,pw) = ab(stride), ab(padding)
    if images.shape[1] != weight.shape[1]:
        raise ValueError("the images have %d channels and the kernels %d" % (images.shape[1], weight.shape[1]))
    if ph<0 or pw<0:
        raise ValueError("negative padding")
    xn, wn = images.detach().numpy(), weight.detach().numpy()
    xp = np.pad(xn, ((0,0), (0,0), (ph,ph), (pw,pw)))
    y = np.einsum("nchwij,ocij->nohw", np_windows(xp, *wn.shape[2:], sh, sw), wn)
    if bias is not None:
        y = y + bias.detach().numpy()[:,None,None]
    return torch.tensor(y)

class Conv2d(nn.Module):
    def __init__(self, in_channels, out_channels, kernel_size, stride=1, padding=0, bias=True):
        super().__init__()
        kh, kw = ab(kernel_size)
        if kh<1 or kw<1:
            raise ValueError("a kernel has at least one pixel")
        self.stride, self.padding = stride, padding
        std = np.sqrt(2/(in_channels*kh*kw))
        self.weight = nn.Parameter(torch.randn(out_channels, in_channels, kh, kw)*std)
        self.bias = nn.Parameter(torch.randn(out_channels)*.01) if bias else None

    def forward(self, x):
        return conv2d(x, self.weight, self.bias, self.stride, self.padding)
