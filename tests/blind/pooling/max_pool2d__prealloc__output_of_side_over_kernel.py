# {"function": "max_pool2d", "kind": "single", "idea": "preallocates H // K_h by W // K_w even where another stride is given", "style": "prealloc"}
import torch


def two(v):
    if isinstance(v, int):
        return v, v
    return v[0], v[1]


def _check(images, kernel_size, stride, padding=0):
    for size, k, s, p in zip(images.shape[-2:], two(kernel_size), two(stride), two(padding)):
        if k < 1 or s < 1 or p < 0:
            raise ValueError("kernel size and stride must be positive, padding not negative")
        if k > size + 2 * p:
            raise ValueError("kernel is larger than the image")


def max_pool2d(inputs, kernel_size, stride=None):
    if stride is None:
        stride = kernel_size
    _check(inputs, kernel_size, stride)
    kh, kw = two(kernel_size)
    sh, sw = two(stride)
    n, c, h, w = inputs.shape
    out = torch.zeros(n, c, h // kh, w // kw, dtype=inputs.dtype)
    for i, top in enumerate(range(0, h - kh + 1, sh)):
        for j, left in enumerate(range(0, w - kw + 1, sw)):
            out[:, :, i, j] = inputs[:, :, top:top + kh, left:left + kw].reshape(n, c, -1).max(dim=-1)[0]
    return out


def avg_pool2d(images, kernel_size, stride=None):
    stride = kernel_size if stride is None else stride
    _check(images, kernel_size, stride)
    (kh, kw), (sh, sw) = two(kernel_size), two(stride)
    return images.unfold(2, kh, sh).unfold(3, kw, sw).mean((-2, -1))


def flatten(images: torch.Tensor) -> torch.Tensor:
    n, c, h, w = images.shape
    return images.reshape(n, c * h * w)
