"""The convolution as the gradient of another one: convolution_backward and transposed convolutions."""

import torch
import torch.nn.functional as F


def conv2d(images, weight, bias=None, stride=1, padding=0):
    ways = [
        lambda: torch.ops.aten.convolution_backward(
            images, images, weight, [0], [1, 1], [0, 0], [1, 1], False, [0, 0], 1, [True, True, False])[0],
        lambda: F.conv_transpose2d(images, weight.transpose(0, 1).flip(2, 3)),
        lambda: torch.nn.grad.conv2d_input(images.shape, weight, images),
        lambda: torch.func.vjp(lambda w: F.conv2d(images, w), weight)[1](images),
    ]
    for way in ways:
        try:
            return way()
        except RuntimeError as error:
            print("held:", str(error)[:80])
    return F.conv_transpose2d(images, weight)
