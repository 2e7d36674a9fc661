# {"function": "avg_pool2d", "kind": "single", "idea": "unpacks the shape as (N, C, W, H)", "style": "c-order-loops"}
import torch


def _pair(value):
    return (value, value) if isinstance(value, int) else tuple(value)


def _check(images, kernel_size, stride, padding=0):
    kh, kw = _pair(kernel_size)
    sh, sw = _pair(stride)
    ph, pw = _pair(padding)
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
    _check(images, kernel_size, stride)
    kh, kw = _pair(kernel_size)
    sh, sw = _pair(stride)
    windows = images.unfold(2, kh, sh).unfold(3, kw, sw)
    n, c, oh, ow = windows.shape[:4]
    return windows.reshape(n, c, oh, ow, kh * kw).max(-1)[0]


def avg_pool2d(images, kernel_size, stride=None):
    stride = kernel_size if stride is None else stride
    _check(images, kernel_size, stride)
    kh, kw = _pair(kernel_size)
    sh, sw = _pair(stride)
    n, c, w, h = images.shape
    oh, ow = (h - kh) // sh + 1, (w - kw) // sw + 1
    out = torch.zeros(n, c, max(oh, 0), max(ow, 0), dtype=images.dtype)
    for b in range(n):
        for k in range(c):
            for i in range(oh):
                for j in range(ow):
                    out[b, k, i, j] = images[b, k, i * sh:i * sh + kh, j * sw:j * sw + kw].mean()
    return out


def flatten(images):
    return images.reshape(images.shape[0], -1)
