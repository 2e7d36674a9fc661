# {"function": "avg_pool2d", "kind": "single", "idea": "cuts windows of the size of the stride", "style": "comprehension"}
import torch


def pair(value):
    return (value, value) if isinstance(value, int) else tuple(value)


def _check(images, kernel_size, stride, padding=0):
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
    _check(images, kernel_size, stride)
    kh, kw = pair(kernel_size)
    sh, sw = pair(stride)
    windows = images.unfold(2, kh, sh).unfold(3, kw, sw)
    n, c, oh, ow = windows.shape[:4]
    return windows.reshape(n, c, oh, ow, kh * kw).max(-1)[0]


def avg_pool2d(imgs, kernel_size, stride=None):
    if stride is None:
        stride = kernel_size
    _check(imgs, kernel_size, stride)
    kh, kw = pair(kernel_size)
    sh, sw = pair(stride)
    rows = []
    for i in range(0, imgs.shape[2] - kh + 1, sh):
        rows.append(torch.stack([imgs[:, :, i:i + sh, j:j + sw].mean((2, 3))
                                 for j in range(0, imgs.shape[3] - kw + 1, sw)], dim=2))
    return torch.stack(rows, dim=2)


def flatten(images):
    return images.reshape(images.shape[0], -1)
