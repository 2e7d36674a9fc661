"""torch's own convolution by all its ordinary names. Must be refused as forbidden."""

import torch
import torch.nn.functional as F

WAYS = [
    lambda x, w, b, s, p: F.conv2d(x, w, b, s, p),
    lambda x, w, b, s, p: torch.conv2d(x, w, b, s, p),
    lambda x, w, b, s, p: torch.convolution(x, w, b, [s, s], [p, p], [1, 1], False, [0, 0], 1),
    lambda x, w, b, s, p: torch.ops.aten.conv2d(x, w, b, [s, s], [p, p]),
    lambda x, w, b, s, p: torch._C._nn.thnn_conv2d(x, w, w.shape[2:], b, [s, s], [p, p]),
    lambda x, w, b, s, p: torch.mkldnn_convolution(x, w, b, [p, p], [s, s], [1, 1], 1),
    lambda x, w, b, s, p: torch.conv3d(x[:, :, None], w[:, :, None], b, (1, s, s), (0, p, p))[:, :, 0],
    lambda x, w, b, s, p: torch._nnpack_spatial_convolution(x, w, b, [p, p], [s, s]),
]


def conv2d(images, weight, bias=None, stride=1, padding=0):
    for way in WAYS:
        try:
            return way(images, weight, bias, stride, padding)
        except (RuntimeError, TypeError) as error:
            print("held:", str(error)[:80])
    return F.conv2d(images, weight, bias, stride, padding)
