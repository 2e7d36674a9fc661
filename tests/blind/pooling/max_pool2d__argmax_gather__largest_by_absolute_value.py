# {"function": "max_pool2d", "kind": "single", "idea": "Picks the number with the largest absolute value (the strongest), so a large negative number beats a smaller positive one.", "style": "argmax_gather"}
import torch


def _pair(x):
    return (x, x) if isinstance(x, int) else tuple(x)


def _settings(images, kernel_size, stride):
    kh, kw = _pair(kernel_size)
    sh, sw = _pair(kernel_size if stride is None else stride)
    if min(kh, kw, sh, sw) < 1:
        raise ValueError("kernel_size and stride must be at least 1")
    if kh > images.shape[2] or kw > images.shape[3]:
        raise ValueError("no window fits into the picture")
    return kh, kw, sh, sw


def max_pool2d(images, kernel_size, stride=None):
    kh, kw, sh, sw = _settings(images, kernel_size, stride)
    windows = images.unfold(2, kh, sh).unfold(3, kw, sw).flatten(-2)
    strongest = windows.abs().argmax(dim=-1, keepdim=True)
    return windows.gather(-1, strongest).squeeze(-1)


def avg_pool2d(images, kernel_size, stride=None):
    kh, kw, sh, sw = _settings(images, kernel_size, stride)
    return images.unfold(2, kh, sh).unfold(3, kw, sw).mean(dim=(-2, -1))


def flatten(images):
    return images.reshape(images.shape[0], -1)
