# {"function": "max_pool2d", "kind": "single", "idea": "A window larger than the picture is quietly shrunk to the picture's size instead of being refused with a ValueError.", "style": "defensive"}
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
    kh, kw = as_tuple(kernel_size)
    if stride is None:
        stride = (kh, kw)
    # never larger than the picture
    kh, kw = min(kh, images.shape[2]), min(kw, images.shape[3])
    return windows_of(images, (kh, kw), stride).max(dim=0)[0]


def avg_pool2d(images, kernel_size, stride=None):
    return windows_of(images, kernel_size, stride).mean(dim=0)


def flatten(images):
    return torch.flatten(images, start_dim=1)
