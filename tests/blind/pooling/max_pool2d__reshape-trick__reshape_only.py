# {"function": "max_pool2d", "kind": "single", "idea": "reshapes into blocks, which works only without a stride of its own and drops it silently", "style": "reshape-trick"}
import torch


def as_pair(value):
    return (value, value) if isinstance(value, int) else tuple(value)


def validate(images, kernel_size, stride, padding=0):
    kh, kw = as_pair(kernel_size)
    sh, sw = as_pair(stride)
    ph, pw = as_pair(padding)
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
    validate(images, kernel_size, kernel_size if stride is None else stride)
    kh, kw = as_pair(kernel_size)
    n, c, h, w = images.shape
    h, w = h // kh * kh, w // kw * kw
    blocks = images[:, :, :h, :w].reshape(n, c, h // kh, kh, w // kw, kw)
    return blocks.transpose(3, 4).flatten(-2).max(dim=-1).values


def avg_pool2d(images, kernel_size, stride=None):
    if stride is None:
        stride = kernel_size
    validate(images, kernel_size, stride)
    kh, kw = as_pair(kernel_size)
    sh, sw = as_pair(stride)
    return images.unfold(2, kh, sh).unfold(3, kw, sw).sum(dim=(4, 5)) / (kh * kw)


def flatten(images):
    return images.reshape(images.shape[0], -1)
