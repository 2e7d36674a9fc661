# {"function": "max_pool2d", "kind": "pair", "idea": "Reads the kernel pair as (width, height), and uses the first number of the stride for both directions.", "style": "width_first_functional"}
import torch


def _pair(v):
    match v:
        case int():
            return [v, v]
        case (a, b):
            return [a, b]
    raise ValueError(f"expected a number or a pair, got {v!r}")


def how_many(size, kernel_size, stride=1, padding=0):
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
    kw, kh = _pair(kernel_size)
    sh, sw = (kh, kw) if stride is None else (_pair(stride)[0], _pair(stride)[0])
    how_many(images.shape[2], kh, sh)
    how_many(images.shape[3], kw, sw)
    rows = images.unfold(2, kh, sh).max(dim=-1).values
    return rows.unfold(3, kw, sw).max(dim=-1).values


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
    return images.flatten(start_dim=1)
