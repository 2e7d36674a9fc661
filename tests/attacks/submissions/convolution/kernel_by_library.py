"""oneDNN's convolution as a kernel that torch.library hands out."""

import torch
from torch._C import DispatchKey, DispatchKeySet


def pair(value):
    return [value, value] if isinstance(value, int) else list(value)


def conv2d(images, weight, bias=None, stride=1, padding=0):
    kernel = torch.library.get_kernel("aten::mkldnn_convolution", "XLA")
    return kernel.call_boxed(
        DispatchKeySet(DispatchKey.CPU), images, weight, bias, pair(padding), pair(stride), [1, 1], 1
    )
