"""torch's own nn.Conv2d behind the layer that was to be written. Must be refused as forbidden."""

from torch import nn


class Conv2d(nn.Conv2d):
    pass


def conv2d(images, weight, bias=None, stride=1, padding=0):
    layer = nn.Conv2d(weight.shape[1], weight.shape[0], weight.shape[2:], stride, padding, bias=bias is not None)
    layer.weight.data = weight
    if bias is not None:
        layer.bias.data = bias
    return layer(images)
