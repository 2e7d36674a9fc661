# {"function": "max_pool2d", "kind": "single", "idea": "Without a stride, windows move by one pixel.", "style": "workbook_default"}
"""Task: pooling."""

import torch


def two(v):
    match v:
        case int():
            return [v, v]
        case (a, b):
            return [a, b]
    raise ValueError(f"expected a number or a pair, got {v!r}")


def out_len(size, kernel_size, stride=1, padding=0):
    if min(kernel_size, stride) < 1 or padding < 0:
        raise ValueError("illegal window")
    n, end = 0, kernel_size
    while end <= size + 2 * padding:
        n += 1
        end += stride
    if not n:
        raise ValueError("window does not fit into the image")
    return n


def max_pool2d(images, kernel_size, stride=None):
    if stride is None:
        stride = 1
    kh, kw = two(kernel_size)
    sh, sw = two(stride)
    out_len(images.shape[2], kh, sh)
    out_len(images.shape[3], kw, sw)
    tiles = images.unfold(2, kh, sh).unfold(3, kw, sw)
    return tiles.flatten(-2).max(dim=-1).values


def avg_pool2d(images, kernel_size, stride=None):
    kh, kw = two(kernel_size)
    sh, sw = (kh, kw) if stride is None else two(stride)
    n, c, h, w = images.shape
    ho, wo = out_len(h, kh, sh), out_len(w, kw, sw)
    out = images.new_empty(n, c, ho, wo)
    for i in range(ho):
        for j in range(wo):
            out[:, :, i, j] = images[:, :, i * sh : i * sh + kh, j * sw : j * sw + kw].mean(dim=(2, 3))
    return out


def flatten(images):
    return images.reshape(images.shape[0], -1)
