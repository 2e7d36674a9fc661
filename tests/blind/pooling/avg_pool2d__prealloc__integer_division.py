# {"function": "avg_pool2d", "kind": "single", "idea": "divides the sum with //", "style": "prealloc"}
import torch


def _pair(n):
    if type(n) == int:
        n = (n, n)
    return n


def validate(images, kernel_size, stride, padding=0):
    for size, k, s, p in zip(images.shape[-2:], _pair(kernel_size), _pair(stride), _pair(padding)):
        if k < 1 or s < 1 or p < 0:
            raise ValueError("kernel size and stride must be positive, padding not negative")
        if k > size + 2 * p:
            raise ValueError("kernel is larger than the image")


def max_pool2d(images, kernel_size, stride=None):
    stride = kernel_size if stride is None else stride
    validate(images, kernel_size, stride)
    (kh, kw), (sh, sw) = _pair(kernel_size), _pair(stride)
    return images.unfold(2, kh, sh).unfold(3, kw, sw).flatten(-2).max(dim=-1).values


def avg_pool2d(inputs, kernel_size, stride=None):
    stride = kernel_size if stride is None else stride
    validate(inputs, kernel_size, stride)
    kh, kw = _pair(kernel_size)
    sh, sw = _pair(stride)
    n, c, h, w = inputs.shape
    oh, ow = (h - kh) // sh + 1, (w - kw) // sw + 1
    out = torch.zeros(n, c, oh, ow, dtype=inputs.dtype)
    for i in range(oh):
        for j in range(ow):
            out[:, :, i, j] = inputs[:, :, i * sh:i * sh + kh, j * sw:j * sw + kw].sum((2, 3)) // (kh * kw)
    return out


def flatten(images):
    return images.reshape(images.shape[0], -1)
