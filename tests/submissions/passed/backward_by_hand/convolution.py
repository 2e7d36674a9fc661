# forward AND backward in numpy, as in the lecture on backpropagation
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
    return sliding_window_view(x, (kh,kw), axis=(2,3))[:, :, ::sh, ::sw]

def spread(dwin, shape, sh, sw):
    """the way back: add the gradients of all windows to the pixels where they came from"""
    n, c, ho, wo, kh, kw = dwin.shape
    dx = np.zeros(shape, dwin.dtype)
    for i in range(kh):
        for j in range(kw):
            dx[:, :, i:i+sh*ho:sh, j:j+sw*wo:sw] += dwin[..., i, j]
    return dx

class Windows(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x, kh, kw, sh, sw):
        ctx.stuff = (tuple(x.shape), sh, sw)
        return torch.from_numpy(np_windows(x.detach().numpy(), kh, kw, sh, sw).copy())

    @staticmethod
    def backward(ctx, g):
        shape, sh, sw = ctx.stuff
        return torch.from_numpy(spread(g.numpy(), shape, sh, sw)), None, None, None, None

def sliding_windows(images, kernel_size, stride=1):
    (kh,kw), (sh,sw) = ab(kernel_size), ab(stride)
    output_size(images.shape[2], kh, sh); output_size(images.shape[3], kw, sw)
    return Windows.apply(images, kh, kw, sh, sw)

class ConvFunction(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x, w, b, sh, sw, ph, pw):
        xn, wn = x.detach().numpy(), w.detach().numpy()
        xp = np.pad(xn, ((0,0), (0,0), (ph,ph), (pw,pw)))
        win = np_windows(xp, *wn.shape[2:], sh, sw)
        y = np.tensordot(win, wn, axes=((1,4,5), (1,2,3))).transpose(0,3,1,2)
        if b is not None:
            y = y + b.detach().numpy().reshape(1,-1,1,1)
        ctx.save_for_backward(x, w)
        ctx.numbers = (sh, sw, ph, pw, b is not None)
        return torch.from_numpy(np.ascontiguousarray(y))

    @staticmethod
    def backward(ctx, g):
        x, w = ctx.saved_tensors
        sh, sw, ph, pw, has_bias = ctx.numbers
        g, xn, wn = g.numpy(), x.detach().numpy(), w.detach().numpy()
        xp = np.pad(xn, ((0,0), (0,0), (ph,ph), (pw,pw)))
        win = np_windows(xp, *wn.shape[2:], sh, sw)
        dw = np.tensordot(g, win, axes=((0,2,3), (0,2,3)))
        dwin = np.tensordot(g, wn, axes=((1,), (0,))).transpose(0,3,1,2,4,5)
        dx = spread(dwin, xp.shape, sh, sw)
        dx = dx[:, :, ph:ph+xn.shape[2], pw:pw+xn.shape[3]]
        db = torch.from_numpy(g.sum((0,2,3))) if has_bias else None
        return torch.from_numpy(dx.copy()), torch.from_numpy(dw), db, None, None, None, None

def conv2d(images, weight, bias=None, stride=1, padding=0):
    (sh,sw), (ph,pw) = ab(stride), ab(padding)
    if images.shape[1] != weight.shape[1]:
        raise ValueError("the images have %d channels and the kernels %d" % (images.shape[1], weight.shape[1]))
    output_size(images.shape[2], weight.shape[2], sh, ph)
    output_size(images.shape[3], weight.shape[3], sw, pw)
    return ConvFunction.apply(images, weight, bias, sh, sw, ph, pw)

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
