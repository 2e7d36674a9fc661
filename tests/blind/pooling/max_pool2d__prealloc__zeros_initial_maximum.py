# {"function": "max_pool2d", "kind": "single", "idea": "keeps a running maximum that starts at 0, so negative windows become 0", "style": "prealloc"}
import torch


def two(value):
    return (value, value) if isinstance(value, int) else tuple(value)


def validate(images, kernel_size, stride, padding=0):
    kh, kw = two(kernel_size)
    sh, sw = two(stride)
    ph, pw = two(padding)
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
    stride = kernel_size if stride is None else stride
    validate(images, kernel_size, stride)
    kh, kw = two(kernel_size)
    sh, sw = two(stride)
    n, c, h, w = images.shape
    oh, ow = (h - kh) // sh + 1, (w - kw) // sw + 1
    best = torch.zeros(n, c, oh, ow, dtype=images.dtype)
    for i in range(kh):
        for j in range(kw):
            best = torch.maximum(best, images[:, :, i:i + (oh - 1) * sh + 1:sh, j:j + (ow - 1) * sw + 1:sw])
    return best


def avg_pool2d(images, kernel_size, stride=None):
    stride = kernel_size if stride is None else stride
    validate(images, kernel_size, stride)
    (kh, kw), (sh, sw) = two(kernel_size), two(stride)
    return images.unfold(2, kh, sh).unfold(3, kw, sw).mean((-2, -1))


def flatten(images):
    return images.reshape(images.shape[0], -1)
