# {"function": "avg_pool2d", "kind": "pair", "idea": "Two mistakes: the picture is filled up with zeros at the bottom and right until all windows fit, so cut windows are kept and diluted; and the stride pair is taken as (horizontal, vertical).", "style": "pad_and_mean"}
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
    sw, sh = as_tuple(stride) if stride is not None else (kw, kh)
    H, W = images.shape[-2:]
    if min(kh, kw, sh, sw) < 1 or kh > H or kw > W:
        raise ValueError("impossible window or stride")
    missing_h = (sh - (H - kh) % sh) % sh
    missing_w = (sw - (W - kw) % sw) % sw
    filled = torch.nn.functional.pad(images, (0, missing_w, 0, missing_h))
    return windows_of(filled, (kh, kw), (sh, sw)).mean(dim=0)


def flatten(images):
    return torch.flatten(images, start_dim=1)
