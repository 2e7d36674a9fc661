"""oneDNN's convolution through the dispatch key of a device that this machine lacks."""

import torch
from torch._C import DispatchKey, DispatchKeySet


def pair(value):
    return [value, value] if isinstance(value, int) else list(value)


def conv2d(images, weight, bias=None, stride=1, padding=0):
    return torch.ops.aten.mkldnn_convolution.default.redispatch(
        DispatchKeySet(DispatchKey.XLA), images, weight, bias, pair(padding), pair(stride), [1, 1], 1
    )
