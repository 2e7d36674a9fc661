# {"function": "max_pool2d", "kind": "pair", "idea": "Returns the largest absolute value. And reads a stride pair as (horizontal, vertical).", "style": "matlab_person"}
import torch


hw = lambda v: v if isinstance(v, tuple) else (v, v)


def paar(wert):
    if type(wert) is int:
        return [wert, wert]
    return list(wert)


def how_many(side, k, s, p=0):
    if k < 1 or s < 1:
        raise ValueError("kernel_size and stride must be at least 1")
    if p < 0:
        raise ValueError("padding can't be negative")
    if k > side + 2 * p:
        raise ValueError(f"a window of {k} does not fit on {side + 2 * p} pixels")
    return (side + 2 * p - k) // s + 1


def _check(height, width, k, s, p=(0, 0)):
    for side, kk, ss, pp in zip((height, width), k, s, p):
        if kk < 1:
            raise ValueError("kernel too small")
        if ss < 1:
            raise ValueError("stride too small")
        if pp < 0:
            raise ValueError("negative padding")
        if side + 2 * pp < kk:
            raise ValueError("the kernel is larger than the (padded) image")


def max_pool2d(images, kernel_size, stride=None):
    [kr, kc] = paar(kernel_size)
    if stride is None:
        sr, sc = kr, kc
    else:
        [sc, sr] = paar(stride)
    rows = how_many(images.shape[2], kr, sr)
    cols = how_many(images.shape[3], kc, sc)
    out = torch.zeros(images.shape[0], images.shape[1], rows, cols, dtype=images.dtype)
    for r in range(rows):
        for c in range(cols):
            block = images[:, :, r * sr:r * sr + kr, c * sc:c * sc + kc].abs()
            out[:, :, r, c] = block.flatten(2).max(2).values
    return out


def avg_pool2d(images, kernel_size, stride=None):
    k = hw(kernel_size)
    s = k if stride is None else hw(stride)
    _check(*images.shape[2:], k, s)
    return images.unfold(2, k[0], s[0]).mean(-1).unfold(3, k[1], s[1]).mean(-1)


def flatten(images):
    """channel after channel, row after row"""
    planes = [images[:, c, r, :] for c in range(images.shape[1]) for r in range(images.shape[2])]
    return torch.cat(planes, dim=1)
