# {"function": "conv2d", "kind": "right", "idea": "Right: picks rows and columns by multiplying with matrices of zeros and ones, which also do the padding; no slicing at all.", "style": "selection_matrices"}
import math
import torch
from torch import nn


def output_size(size: int, kernel_size: int, stride: int = 1, padding: int = 0) -> int:
    """Number of windows along one side."""
    if kernel_size < 1 or stride < 1 or padding < 0:
        raise ValueError(f"impossible: kernel {kernel_size}, stride {stride}, padding {padding}")
    starts = range(0, size + padding + padding - kernel_size + 1, stride)
    if len(starts) == 0:
        raise ValueError(f"no window of {kernel_size} fits")
    return len(starts)


def pair(v):
    return (v, v) if isinstance(v, int) else tuple(v)


def sliding_windows(images, kernel_size, stride=1):
    kh, kw = pair(kernel_size)
    sh, sw = pair(stride)
    output_size(images.shape[2], kh, sh)
    output_size(images.shape[3], kw, sw)
    return images.unfold(2, kh, sh).unfold(3, kw, sw)


def _pickers(side, kernel, step, edge, dtype):
    """(kernel, places, side): matrix k has a one where place p sees pixel p * step + k - edge."""
    places = torch.arange(output_size(side, kernel, step, edge))[None, :, None]
    offset = torch.arange(kernel)[:, None, None]
    pixel = torch.arange(side)[None, None, :]
    return (pixel == places * step + offset - edge).to(dtype)


def conv2d(images, weight, bias=None, stride=1, padding=0):
    sh, sw = pair(stride)
    ph, pw = pair(padding)
    h, w = images.shape[2:]
    o, c, kh, kw = weight.shape
    if images.shape[1] != c:
        raise ValueError(f"pictures have {images.shape[1]} channels, kernels {c}")
    if bias is not None and bias.shape != (o,):
        raise ValueError("as many biases as kernels are needed")
    down = _pickers(h, kh, sh, ph, images.dtype)
    right = _pickers(w, kw, sw, pw, images.dtype)
    answer = 0
    for i in range(kh):
        band = down[i] @ images
        for j in range(kw):
            seen = band @ right[j].T
            answer = answer + torch.einsum("ncyx,oc->noyx", seen, weight[:, :, i, j])
    return answer if bias is None else answer + bias.reshape(o, 1, 1)


class Conv2d(nn.Module):
    def __init__(self, in_channels, out_channels, kernel_size, stride=1, padding=0, bias=True):
        super().__init__()
        kh, kw = (kernel_size, kernel_size) if isinstance(kernel_size, int) else kernel_size
        if kh < 1 or kw < 1:
            raise ValueError("kernel_size must be at least 1")
        self.stride = stride
        self.padding = padding
        bound = 1 / math.sqrt(in_channels * kh * kw)
        self.weight = nn.Parameter(torch.empty(out_channels, in_channels, kh, kw).uniform_(-bound, bound))
        if bias:
            self.bias = nn.Parameter(torch.empty(out_channels).uniform_(-bound, bound))
        else:
            self.bias = None

    def forward(self, images):
        return conv2d(images, self.weight, self.bias, self.stride, self.padding)
