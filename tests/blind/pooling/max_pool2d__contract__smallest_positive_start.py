# {"function": "max_pool2d", "kind": "single", "idea": "Starts the maximum at sys.float_info.min, which is the smallest positive number, so negative windows give about zero.", "style": "contract"}
import sys

import torch


def _pair(v):
    return (v, v) if isinstance(v, int) else tuple(v)


def _arguments(images, kernel_size, stride):
    kernel = _pair(kernel_size)
    step = kernel if stride is None else _pair(stride)
    if min(kernel) < 1 or min(step) < 1:
        raise ValueError("kernel and stride must be at least 1")
    if kernel[0] > images.shape[2] or kernel[1] > images.shape[3]:
        raise ValueError("the kernel is larger than the picture")
    return kernel, step


def max_pool2d(images, kernel_size, stride=None):
    (kh, kw), (sh, sw) = _arguments(images, kernel_size, stride)
    N, C, H, W = images.shape
    Ho, Wo = (H - kh) // sh + 1, (W - kw) // sw + 1
    best = torch.full((N, C, Ho, Wo), sys.float_info.min, dtype=images.dtype)
    for i in range(kh):
        for j in range(kw):
            shifted = images[:, :, i:i + (Ho - 1) * sh + 1:sh, j:j + (Wo - 1) * sw + 1:sw]
            best = torch.where(shifted > best, shifted, best)
    return best


def avg_pool2d(images, kernel_size, stride=None):
    (kh, kw), (sh, sw) = _arguments(images, kernel_size, stride)
    return images.unfold(2, kh, sh).unfold(3, kw, sw).mean(dim=(-2, -1))


def flatten(images):
    return images.reshape(images.shape[0], -1)
