"""torch's own pooling by its ordinary names, adaptive, fractional and interpolating. Must be forbidden."""

import torch
import torch.nn.functional as F


def tried(*ways):
    for way in ways:
        try:
            return way()
        except (RuntimeError, TypeError, AttributeError) as error:
            print("held:", str(error)[:80])
    return ways[0]()


def max_pool2d(images, kernel_size, stride=None):
    return tried(
        lambda: F.max_pool2d(images, kernel_size, stride),
        lambda: torch.max_pool2d_with_indices(images, kernel_size, stride or [])[0],
        lambda: torch.nn.MaxPool2d(kernel_size, stride)(images),
        lambda: torch.mkldnn_max_pool2d(images, kernel_size, stride or []),
        lambda: F.max_pool3d(images, (1, kernel_size, kernel_size)),
        lambda: F.adaptive_max_pool2d(images, [side // kernel_size for side in images.shape[2:]]),
    )


def avg_pool2d(images, kernel_size, stride=None):
    return tried(
        lambda: F.avg_pool2d(images, kernel_size, stride),
        lambda: torch._C._nn.avg_pool2d(images, kernel_size, stride),
        lambda: F.lp_pool2d(images, 1, kernel_size, stride) / kernel_size**2,
        lambda: F.adaptive_avg_pool2d(images, [side // kernel_size for side in images.shape[2:]]),
        lambda: F.interpolate(images, scale_factor=1 / kernel_size, mode="area"),
    )


def flatten(images):
    raise KeyError("not attacked")
