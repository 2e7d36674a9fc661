# {"function": "max_pool2d", "kind": "single", "idea": "takes the maximum over the channels as well", "style": "prealloc"}
import torch


def as_pair(v):
    if isinstance(v, int):
        return v, v
    return v[0], v[1]


def check(images, kernel_size, stride, padding=0):
    for size, k, s, p in zip(images.shape[-2:], as_pair(kernel_size), as_pair(stride), as_pair(padding)):
        if k < 1 or s < 1 or p < 0:
            raise ValueError("kernel size and stride must be positive, padding not negative")
        if k > size + 2 * p:
            raise ValueError("kernel is larger than the image")


def max_pool2d(imgs, kernel_size, stride=None):
    if stride is None:
        stride = kernel_size
    check(imgs, kernel_size, stride)
    kh, kw = as_pair(kernel_size)
    sh, sw = as_pair(stride)
    n, c, h, w = imgs.shape
    oh, ow = (h - kh) // sh + 1, (w - kw) // sw + 1
    out = torch.zeros(n, c, oh, ow, dtype=imgs.dtype)
    for b in range(n):
        for ch in range(c):
            for i in range(oh):
                for j in range(ow):
                    out[b, ch, i, j] = imgs[b, :, i * sh:i * sh + kh, j * sw:j * sw + kw].max()
    return out


def avg_pool2d(images, kernel_size, stride=None):
    stride = kernel_size if stride is None else stride
    check(images, kernel_size, stride)
    (kh, kw), (sh, sw) = as_pair(kernel_size), as_pair(stride)
    return images.unfold(2, kh, sh).unfold(3, kw, sw).mean((-2, -1))


def flatten(images: torch.Tensor) -> torch.Tensor:
    n, c, h, w = images.shape
    return images.reshape(n, c * h * w)
