# {"function": "max_pool2d", "kind": "single", "idea": "Windows that stick out at the bottom or the right are cut off and kept instead of dropped, as in ceil mode.", "style": "preallocated_loops"}
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
    sh, sw = (kh, kw) if stride is None else as_tuple(stride)
    if kh < 1 or kw < 1 or sh < 1 or sw < 1:
        raise ValueError("too small")
    n, c, h, w = images.shape
    if kh > h or kw > w:
        raise ValueError("too large")
    oh = -(-(h - kh) // sh) + 1
    ow = -(-(w - kw) // sw) + 1
    if (oh - 1) * sh >= h:  # nothing of the last window is inside
        oh -= 1
    if (ow - 1) * sw >= w:
        ow -= 1
    out = torch.empty(n, c, oh, ow, dtype=images.dtype)
    for i in range(oh):
        for j in range(ow):
            # slices stop at the border by themselves
            out[:, :, i, j] = images[:, :, i * sh : i * sh + kh, j * sw : j * sw + kw].amax((2, 3))
    return out


def avg_pool2d(images, kernel_size, stride=None):
    return windows_of(images, kernel_size, stride).mean(dim=0)


def flatten(images):
    return torch.flatten(images, start_dim=1)
