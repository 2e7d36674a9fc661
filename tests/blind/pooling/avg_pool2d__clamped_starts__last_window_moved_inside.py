# {"function": "avg_pool2d", "kind": "single", "idea": "A last window that would stick out is moved back until it fits instead of being dropped, so there is one more row or column.", "style": "clamped_starts"}
import torch


def as_tuple(v):
    return tuple(v) if hasattr(v, "__len__") else (v, v)


def windows_of(images, kernel_size, stride):
    kh, kw = as_tuple(kernel_size)
    sh, sw = as_tuple(kernel_size) if stride is None else as_tuple(stride)
    if kh < 1 or kw < 1 or sh < 1 or sw < 1:
        raise ValueError("kernel and stride start at 1")
    H, W = images.shape[-2:]
    if H < kh or W < kw:
        raise ValueError("the window does not fit")
    oh, ow = (H - kh) // sh + 1, (W - kw) // sw + 1
    shifted = [
        images[:, :, u : u + (oh - 1) * sh + 1 : sh, v : v + (ow - 1) * sw + 1 : sw]
        for u in range(kh)
        for v in range(kw)
    ]
    return torch.stack(shifted)


def max_pool2d(images, kernel_size, stride=None):
    return windows_of(images, kernel_size, stride).max(dim=0)[0]


def avg_pool2d(images, kernel_size, stride=None):
    kh, kw = as_tuple(kernel_size)
    sh, sw = as_tuple(kernel_size if stride is None else stride)
    H, W = images.shape[2:]
    if min(kh, kw, sh, sw) < 1:
        raise ValueError("at least 1, please")
    if kh > H or kw > W:
        raise ValueError("window larger than picture")

    def starts(side, k, s):
        found = list(range(0, side - k + 1, s))
        if found[-1] + k < side and found[-1] + s < side:  # some pixels are left over
            found.append(side - k)
        return found

    rows = []
    for y in starts(H, kh, sh):
        rows.append(torch.stack([images[:, :, y : y + kh, x : x + kw].mean((2, 3)) for x in starts(W, kw, sw)], -1))
    return torch.stack(rows, -2)


def flatten(images):
    return torch.flatten(images, start_dim=1)
