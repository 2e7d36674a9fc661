"""torchvision's deformable convolution without any deformation: an operator of another library."""

import torch
import torchvision


def conv2d(images, weight, bias=None, stride=1, padding=0):
    pair = (lambda v: (v, v) if isinstance(v, int) else tuple(v))
    (kh, kw), (sh, sw), (ph, pw) = weight.shape[2:], pair(stride), pair(padding)
    height, width = (images.shape[2] + 2 * ph - kh) // sh + 1, (images.shape[3] + 2 * pw - kw) // sw + 1
    offset = torch.zeros(len(images), 2 * kh * kw, height, width, dtype=images.dtype)
    return torchvision.ops.deform_conv2d(images, offset, weight, bias, (sh, sw), (ph, pw))
