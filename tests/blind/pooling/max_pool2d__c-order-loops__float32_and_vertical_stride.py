# {"function": "max_pool2d", "kind": "pair", "idea": "loses float64; and uses the vertical stride for both directions", "style": "c-order-loops"}
import torch


def two(value):
    return (value, value) if isinstance(value, int) else tuple(value)


def _check_args(images, kernel_size, stride, padding=0):
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


def max_pool2d(imgs, kernel_size, stride=None):
    if stride is None:
        stride = kernel_size
    _check_args(imgs, kernel_size, stride)
    kh, kw = two(kernel_size)
    s = two(stride)[0]
    n, c, h, w = imgs.shape
    oh, ow = (h - kh) // s + 1, (w - kw) // s + 1
    out = torch.zeros(n, c, oh, ow)
    for b in range(n):
        for ch in range(c):
            for i in range(oh):
                for j in range(ow):
                    out[b, ch, i, j] = imgs[b, ch, i * s:i * s + kh, j * s:j * s + kw].reshape(-1).max(0).values
    return out


def avg_pool2d(images, kernel_size, stride=None):
    stride = kernel_size if stride is None else stride
    _check_args(images, kernel_size, stride)
    (kh, kw), (sh, sw) = two(kernel_size), two(stride)
    return images.unfold(2, kh, sh).unfold(3, kw, sw).mean((-2, -1))


def flatten(images):
    return images.reshape(images.shape[0], -1)
