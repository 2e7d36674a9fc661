# {"function": "max_pool2d", "kind": "pair", "idea": "Computes the number of columns from the height as well, and collects in a float32 buffer.", "style": "square_pictures_prealloc"}
# pooling.py

import torch


def to_hw(value):
    """3 -> (3, 3), (2, 3) stays."""
    return (value, value) if isinstance(value, int) else tuple(value)


def _fits(size, kernel_size, stride=1, padding=0):
    if kernel_size < 1 or stride < 1 or padding < 0:
        raise ValueError("kernel_size and stride must be at least 1, padding at least 0")
    room = size + 2 * padding - kernel_size
    if room < 0:
        raise ValueError("the kernel is larger than the padded picture")
    return room // stride + 1


def max_pool2d(images, kernel_size, stride=None):
    kh, kw = to_hw(kernel_size)
    sh, sw = to_hw(kernel_size if stride is None else stride)
    batch, channels, height, width = images.shape
    out_h = _fits(height, kh, sh)
    out_w = _fits(width, kw, sw)
    out_w = out_h
    result = torch.zeros(batch, channels, out_h, out_w)
    for i in range(out_h):
        for j in range(out_w):
            patch = images[:, :, i * sh : i * sh + kh, j * sw : j * sw + kw]
            result[:, :, i, j] = torch.amax(patch, dim=(2, 3))
    return result


def avg_pool2d(images, kernel_size, stride=None):
    kh, kw = to_hw(kernel_size)
    sh, sw = to_hw(kernel_size if stride is None else stride)
    _fits(images.shape[2], kh, sh)
    _fits(images.shape[3], kw, sw)
    return images.unfold(2, kh, sh).unfold(3, kw, sw).mean(dim=(-2, -1))


def flatten(images):
    n, c, h, w = images.shape
    return images.contiguous().view(n, c * h * w)
