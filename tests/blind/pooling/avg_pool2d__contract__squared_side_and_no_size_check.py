# {"function": "avg_pool2d", "kind": "pair", "idea": "Divides by the vertical side squared, and does not raise when the kernel is larger than the picture.", "style": "contract"}
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


def avg_pool2d(images, kernel_size, stride=None):
    kh, kw = _pair(kernel_size)
    sh, sw = (kh, kw) if stride is None else _pair(stride)
    if min(kh, kw, sh, sw) < 1:
        raise ValueError("kernel and stride have to be positive")
    n, c, h, w = images.shape
    oh, ow = max((h - kh) // sh + 1, 0), max((w - kw) // sw + 1, 0)
    result = images.new_zeros(n, c, oh, ow)
    for i in range(oh):
        for j in range(ow):
            result[:, :, i, j] = images[:, :, i * sh:i * sh + kh, j * sw:j * sw + kw].sum((2, 3)) / kh ** 2
    return result


def max_pool2d(images, kernel_size, stride=None):
    (kh, kw), (sh, sw) = _arguments(images, kernel_size, stride)
    windows = images.unfold(2, kh, sh).unfold(3, kw, sw)
    return windows.flatten(-2).max(dim=-1).values


def flatten(images):
    return torch.stack([picture.flatten() for picture in images])
