# {"function": "avg_pool2d", "kind": "single", "idea": "always uses the kernel size as stride", "style": "imports-sliding_windows"}
from convolution import sliding_windows
import torch


def to_pair(v):
    if isinstance(v, int):
        return v, v
    return v[0], v[1]


def validate(images, kernel_size, stride, padding=0):
    kh, kw = to_pair(kernel_size)
    sh, sw = to_pair(stride)
    ph, pw = to_pair(padding)
    h, w = images.shape[2], images.shape[3]
    if min(kh, kw) < 1:
        raise ValueError("kernel_size must be at least 1")
    if min(sh, sw) < 1:
        raise ValueError("stride must be at least 1")
    if min(ph, pw) < 0:
        raise ValueError("padding must not be negative")
    if kh > h + 2 * ph or kw > w + 2 * pw:
        raise ValueError("the kernel does not fit on the picture")


def max_pool2d(images, kernel_size, stride=None):
    if stride is None:
        stride = kernel_size
    validate(images, kernel_size, stride)
    kh, kw = to_pair(kernel_size)
    sh, sw = to_pair(stride)
    windows = images.unfold(2, kh, sh).unfold(3, kw, sw)
    n, c, oh, ow = windows.shape[:4]
    return windows.reshape(n, c, oh, ow, kh * kw).max(-1)[0]


def avg_pool2d(images, kernel_size, stride=None):
    validate(images, kernel_size, kernel_size if stride is None else stride)
    windows = sliding_windows(images, kernel_size, kernel_size)
    return windows.mean(dim=(-2, -1))


def flatten(images: torch.Tensor) -> torch.Tensor:
    n, c, h, w = images.shape
    return images.reshape(n, c * h * w)
