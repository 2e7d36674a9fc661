# {"function": "flatten", "kind": "single", "idea": "Uses view, which crashes for pictures that are not contiguous in memory.", "style": "tutorial_view"}
"""Task: pooling."""

import torch


def as_pair(value):
    """3 -> (3, 3), (2, 3) stays."""
    return (value, value) if isinstance(value, int) else tuple(value)


def _places(size, kernel_size, stride=1, padding=0):
    if kernel_size < 1 or stride < 1 or padding < 0:
        raise ValueError("kernel_size and stride must be at least 1, padding at least 0")
    room = size + 2 * padding - kernel_size
    if room < 0:
        raise ValueError("the kernel is larger than the padded picture")
    return room // stride + 1


def max_pool2d(images, kernel_size, stride=None):
    kh, kw = as_pair(kernel_size)
    sh, sw = as_pair(kernel_size if stride is None else stride)
    _places(images.shape[2], kh, sh)
    _places(images.shape[3], kw, sw)
    return images.unfold(2, kh, sh).unfold(3, kw, sw).amax(dim=(-2, -1))


def avg_pool2d(images, kernel_size, stride=None):
    if stride is None:
        stride = kernel_size
    (kh, kw), (sh, sw) = as_pair(kernel_size), as_pair(stride)
    ho, wo = _places(images.shape[2], kh, sh), _places(images.shape[3], kw, sw)
    total = 0
    for i in range(kh):
        for j in range(kw):
            total = total + images[:, :, i : i + (ho - 1) * sh + 1 : sh, j : j + (wo - 1) * sw + 1 : sw]
    return total / (kh * kw)


def flatten(images):
    features = 1
    for side in images.size()[1:]:
        features *= side
    return images.view(-1, features)
