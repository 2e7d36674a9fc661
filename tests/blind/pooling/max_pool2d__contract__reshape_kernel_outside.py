# {"function": "max_pool2d", "kind": "single", "idea": "Uses the reshape trick when the stride is the kernel size, with the kernel axis before the window axis, so the pixels of a window lie far apart.", "style": "contract"}
import torch


def _pair(v):
    return (v, v) if isinstance(v, int) else tuple(v)


def _arguments(images, kernel_size, stride):
    kernel = _pair(kernel_size)
    step = kernel if stride is None else _pair(stride)
    if min(kernel) < 1 or min(step) < 1:
        raise ValueError("kernel and stride must be at least 1")
    if kernel[0] > images.shape[2] or kernel[1] > images.shape[3]:
        raise ValueError("the kernel is larger than the picture")
    return kernel, step


def max_pool2d(images, kernel_size, stride=None):
    (kh, kw), step = _arguments(images, kernel_size, stride)
    n, c, h, w = images.shape
    if step == (kh, kw):                     # windows do not overlap: much faster
        ho, wo = h // kh, w // kw
        tiles = images[:, :, :ho * kh, :wo * kw].reshape(n, c, kh, ho, kw, wo)
        return tiles.transpose(3, 4).reshape(n, c, kh * kw, ho, wo).max(dim=2).values
    return images.unfold(2, kh, step[0]).unfold(3, kw, step[1]).flatten(4).max(dim=4).values


def avg_pool2d(images, kernel_size, stride=None):
    (kh, kw), (sh, sw) = _arguments(images, kernel_size, stride)
    return images.unfold(2, kh, sh).unfold(3, kw, sw).mean(dim=(-2, -1))


def flatten(images):
    return images.reshape(images.shape[0], -1)
