# {"function": "max_pool2d", "kind": "single", "idea": "Takes the number of largest absolute value (sign kept), like a peak meter.", "style": "audio_peak_meter"}
# pooling.py

import torch


def _pair(x):
    try:
        first, second = x
    except TypeError:
        first = second = x
    return first, second


def how_many(size, kernel_size, stride=1, padding=0):
    if stride < 1:
        raise ValueError(f"stride {stride} does not move")
    if kernel_size < 1:
        raise ValueError(f"kernel_size {kernel_size} is empty")
    if padding < 0:
        raise ValueError("padding can't be negative")
    starts = range(0, size + 2 * padding - kernel_size + 1, stride)
    if len(starts) == 0:
        raise ValueError("no window fits")
    return len(starts)


def max_pool2d(images, kernel_size, stride=None):
    kh, kw = _pair(kernel_size)
    sh, sw = _pair(kernel_size if stride is None else stride)
    how_many(images.size(2), kh, sh)
    how_many(images.size(3), kw, sw)
    frames = images.unfold(2, kh, sh).unfold(3, kw, sw).flatten(4)
    peak = frames.abs().argmax(dim=-1, keepdim=True)
    return frames.gather(-1, peak).squeeze(-1)


def avg_pool2d(images, kernel_size, stride=None):
    kh, kw = _pair(kernel_size)
    sh, sw = (kh, kw) if stride is None else _pair(stride)
    n, c, h, w = images.shape
    ho, wo = how_many(h, kh, sh), how_many(w, kw, sw)
    out = images.new_empty(n, c, ho, wo)
    for i in range(ho):
        for j in range(wo):
            out[:, :, i, j] = images[:, :, i * sh : i * sh + kh, j * sw : j * sw + kw].mean(dim=(2, 3))
    return out


def flatten(images):
    n, c, h, w = images.shape
    return images.contiguous().view(n, c * h * w)
