# {"function": "avg_pool2d", "kind": "single", "idea": "builds a new tensor from `.item()` numbers, so no gradient flows back", "style": "nested-lists"}
import torch


def pair(n):
    if type(n) == int:
        n = (n, n)
    return n


def _check_args(images, kernel_size, stride, padding=0):
    kh, kw = pair(kernel_size)
    sh, sw = pair(stride)
    ph, pw = pair(padding)
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
    _check_args(images, kernel_size, stride)
    kh, kw = pair(kernel_size)
    sh, sw = pair(stride)
    windows = images.unfold(2, kh, sh).unfold(3, kw, sw)
    n, c, oh, ow = windows.shape[:4]
    return windows.reshape(n, c, oh, ow, kh * kw).max(-1)[0]


def avg_pool2d(x, kernel_size, stride=None):
    stride = kernel_size if stride is None else stride
    _check_args(x, kernel_size, stride)
    kh, kw = pair(kernel_size)
    sh, sw = pair(stride)
    n, c, h, w = x.shape
    return torch.tensor([[[[x[b, k, i:i + kh, j:j + kw].mean().item()
                            for j in range(0, w - kw + 1, sw)]
                           for i in range(0, h - kh + 1, sh)]
                          for k in range(c)]
                         for b in range(n)], dtype=x.dtype)


def flatten(images: torch.Tensor) -> torch.Tensor:
    n, c, h, w = images.shape
    return images.reshape(n, c * h * w)
