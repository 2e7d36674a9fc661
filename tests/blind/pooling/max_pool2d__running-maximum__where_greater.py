# {"function": "max_pool2d", "kind": "right", "idea": "right: a running maximum with torch.where over shifted slices", "style": "running-maximum"}
import torch


def as_pair(v):
    if isinstance(v, int):
        return v, v
    return v[0], v[1]


def validate(images, kernel_size, stride, padding=0):
    for size, k, s, p in zip(images.shape[-2:], as_pair(kernel_size), as_pair(stride), as_pair(padding)):
        if k < 1 or s < 1 or p < 0:
            raise ValueError("kernel size and stride must be positive, padding not negative")
        if k > size + 2 * p:
            raise ValueError("kernel is larger than the image")


def max_pool2d(images, kernel_size, stride=None):
    stride = kernel_size if stride is None else stride
    validate(images, kernel_size, stride)
    (kh, kw), (sh, sw) = as_pair(kernel_size), as_pair(stride)
    h, w = images.shape[-2:]
    ny, nx = (h - kh) // sh * sh + 1, (w - kw) // sw * sw + 1
    best = images[:, :, :ny:sh, :nx:sw]
    for cell in range(1, kh * kw):
        u, v = divmod(cell, kw)
        other = images[:, :, u:u + ny:sh, v:v + nx:sw]
        best = torch.where(other > best, other, best)
    return best


def avg_pool2d(images, kernel_size, stride=None):
    if stride is None:
        stride = kernel_size
    validate(images, kernel_size, stride)
    kh, kw = as_pair(kernel_size)
    sh, sw = as_pair(stride)
    return images.unfold(2, kh, sh).unfold(3, kw, sw).sum(dim=(4, 5)) / (kh * kw)


def flatten(images):
    return images.reshape(images.shape[0], -1)
