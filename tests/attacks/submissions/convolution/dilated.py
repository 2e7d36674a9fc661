"""torch's dilated convolution by its internal name, with a dilation of one."""

import torch


def pair(value):
    return [value, value] if isinstance(value, int) else list(value)


def conv2d(images, weight, bias=None, stride=1, padding=0):
    return torch._C._nn.slow_conv_dilated2d(
        images, weight, list(weight.shape[2:]), bias, pair(stride), pair(padding), [1, 1]
    )
