# {"function": "flatten", "kind": "single", "idea": "The channels of one pixel are put next to each other, pixel after pixel, as in a picture file.", "style": "contract"}
import torch


def _pair(value):
    """An int stands for both directions."""
    if isinstance(value, (tuple, list)):
        return tuple(value)
    return (value, value)


def _check(h, w, kh, kw, sh, sw):
    if kh < 1 or kw < 1:
        raise ValueError("The kernel needs at least one row and one column.")
    if sh < 1 or sw < 1:
        raise ValueError("The stride has to be at least 1.")
    if kh > h or kw > w:
        raise ValueError("The kernel does not fit into the picture.")


def fits(length, k, step):
    """Number of positions along one side."""
    if k <= 0 or step <= 0:
        raise ValueError(f"kernel {k} and stride {step} must be positive")
    if k > length:
        raise ValueError(f"kernel {k} is longer than the side {length}")
    return 1 + (length - k) // step


def max_pool2d(images, kernel_size, stride=None):
    kh, kw = _pair(kernel_size)
    sh, sw = _pair(kernel_size if stride is None else stride)
    _check(images.shape[2], images.shape[3], kh, kw, sh, sw)
    windows = images.unfold(2, kh, sh).unfold(3, kw, sw)
    return windows.flatten(4).max(dim=4)[0]


def avg_pool2d(images, kernel_size, stride=None):
    if stride is None:
        stride = kernel_size
    (kh, kw), (sh, sw) = _pair(kernel_size), _pair(stride)
    ho, wo = fits(images.shape[2], kh, sh), fits(images.shape[3], kw, sw)
    total = 0
    for a in range(kh):
        for b in range(kw):
            total = total + images[:, :, a:a + sh * (ho - 1) + 1:sh, b:b + sw * (wo - 1) + 1:sw]
    return total / (kh * kw)


def flatten(images):
    n, c, h, w = images.shape
    return torch.stack([images[:, k, i, j] for i in range(h) for j in range(w) for k in range(c)], dim=1)
