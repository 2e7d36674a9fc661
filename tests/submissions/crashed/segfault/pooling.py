import numpy as np
import torch
from convolution import ab, np_windows, output_size, spread

class MaxPoolFunction(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x, kh, kw, sh, sw):
        win = np_windows(x.detach().numpy(), kh, kw, sh, sw)
        flat = win.reshape(*win.shape[:4], kh*kw)
        ctx.where = flat.argmax(-1)
        ctx.shape, ctx.numbers = tuple(x.shape), (kh, kw, sh, sw)
        return torch.from_numpy(flat.max(-1))

    @staticmethod
    def backward(ctx, g):
        kh, kw, sh, sw = ctx.numbers
        g = g.numpy()
        dflat = np.zeros((*g.shape, kh*kw), g.dtype)
        np.put_along_axis(dflat, ctx.where[..., None], g[..., None], axis=-1)
        dx = spread(dflat.reshape(*g.shape, kh, kw), ctx.shape, sh, sw)
        return torch.from_numpy(dx), None, None, None, None

class AvgPoolFunction(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x, kh, kw, sh, sw):
        ctx.shape, ctx.numbers = tuple(x.shape), (kh, kw, sh, sw)
        return torch.from_numpy(np_windows(x.detach().numpy(), kh, kw, sh, sw).mean((4,5)))

    @staticmethod
    def backward(ctx, g):
        kh, kw, sh, sw = ctx.numbers
        share = g.numpy()[..., None, None]/(kh*kw)
        dwin = np.broadcast_to(share, (*g.shape, kh, kw))
        return torch.from_numpy(spread(dwin, ctx.shape, sh, sw)), None, None, None, None

def prepare(images, kernel_size, stride):
    (kh,kw), (sh,sw) = ab(kernel_size), ab(kernel_size if stride is None else stride)
    output_size(images.shape[2], kh, sh)
    output_size(images.shape[3], kw, sw)
    return images, kh, kw, sh, sw

def max_pool2d(images, kernel_size, stride=None):
    return MaxPoolFunction.apply(*prepare(images, kernel_size, stride))

def avg_pool2d(images, kernel_size, stride=None):
    return AvgPoolFunction.apply(*prepare(images, kernel_size, stride))

def flatten(images):
    return images.reshape(images.shape[0], np.prod(images.shape[1:]))
