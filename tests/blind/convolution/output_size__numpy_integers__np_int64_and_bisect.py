# {"function": "output_size", "kind": "right", "idea": "Counts window starts with np.arange and returns a NumPy integer; correct.", "style": "numpy-integers"}
import numpy as np
import torch
from torch import nn


def as_pair(v):
    if np.ndim(v) == 0:
        return int(v), int(v)
    return int(v[0]), int(v[1])


def output_size(size, kernel_size, stride=1, padding=0):
    if not (kernel_size >= 1 and stride >= 1 and padding >= 0):
        raise ValueError("kernel_size and stride count from 1, padding from 0")
    starts = np.arange(-padding, size + padding - kernel_size + 1, stride)
    if starts.size == 0:
        raise ValueError("no window fits into the picture")
    return np.int64(starts.size)


def sliding_windows(pictures, kernel_size, stride=1):
    kh, kw = as_pair(kernel_size)
    sh, sw = as_pair(stride)
    oh = output_size(pictures.shape[2], kh, sh)
    ow = output_size(pictures.shape[3], kw, sw)
    # pick rows, then columns, then bring the axes into order
    rows = torch.as_tensor(np.add.outer(np.arange(oh) * sh, np.arange(kh)).ravel())
    cols = torch.as_tensor(np.add.outer(np.arange(ow) * sw, np.arange(kw)).ravel())
    picked = pictures.index_select(2, rows).index_select(3, cols)
    n, c = pictures.shape[:2]
    return picked.reshape(n, c, oh, kh, ow, kw).transpose(3, 4)


class _Correlate(torch.autograd.Function):
    """Forward and backward by hand, in NumPy."""

    @staticmethod
    def forward(ctx, x, w, stride):
        ctx.save_for_backward(x, w)
        ctx.stride = stride
        sh, sw = stride
        xn, wn = x.detach().numpy(), w.detach().numpy()
        o, c, kh, kw = wn.shape
        oh = output_size(xn.shape[2], kh, sh)
        ow = output_size(xn.shape[3], kw, sw)
        y = np.zeros((xn.shape[0], o, oh, ow), dtype=xn.dtype)
        for i in range(oh):
            for j in range(ow):
                patch = xn[:, :, i * sh:i * sh + kh, j * sw:j * sw + kw]
                y[:, :, i, j] = np.tensordot(patch, wn, axes=([1, 2, 3], [1, 2, 3]))
        return torch.from_numpy(y)

    @staticmethod
    def backward(ctx, grad):
        x, w = ctx.saved_tensors
        sh, sw = ctx.stride
        xn, wn, g = x.detach().numpy(), w.detach().numpy(), grad.numpy()
        kh, kw = wn.shape[2:]
        dx, dw = np.zeros_like(xn), np.zeros_like(wn)
        for i in range(g.shape[2]):
            for j in range(g.shape[3]):
                rows = slice(i * sh, i * sh + kh)
                cols = slice(j * sw, j * sw + kw)
                dx[:, :, rows, cols] += np.tensordot(g[:, :, i, j], wn, axes=(1, 0))
                dw += np.tensordot(g[:, :, i, j], xn[:, :, rows, cols], axes=(0, 0))
        return torch.from_numpy(dx), torch.from_numpy(dw), None


def conv2d(images, weight, bias=None, stride=1, padding=0):
    if images.shape[1] != weight.shape[1]:
        raise ValueError("channels differ")
    sh, sw = as_pair(stride)
    ph, pw = as_pair(padding)
    output_size(images.shape[2], weight.shape[2], sh, ph)
    output_size(images.shape[3], weight.shape[3], sw, pw)
    padded = torch.nn.functional.pad(images, (pw, pw, ph, ph))
    out = _Correlate.apply(padded, weight, (sh, sw))
    if bias is not None:
        out = out + bias[:, None, None]
    return out


class Conv2d(nn.Module):
    def __init__(self, in_channels, out_channels, kernel_size, stride=1, padding=0, bias=True):
        super().__init__()
        kh, kw = as_pair(kernel_size)
        if kh < 1 or kw < 1:
            raise ValueError("kernel_size < 1")
        self.stride = as_pair(stride)
        self.padding = as_pair(padding)
        start = np.random.normal(0, 0.2, size=(out_channels, in_channels, kh, kw)).astype("float32")
        self.weight = nn.Parameter(torch.from_numpy(start))
        self.bias = nn.Parameter(torch.randn(out_channels) / 10) if bias else None

    def forward(self, images):
        return conv2d(images, self.weight, self.bias, self.stride, self.padding)
