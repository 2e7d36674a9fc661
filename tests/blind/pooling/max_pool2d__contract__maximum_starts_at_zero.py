# {"function": "max_pool2d", "kind": "single", "idea": "The running maximum starts at zero: windows with only negative numbers give 0.", "style": "contract"}
import torch


def _pair(value):
    """An int stands for both directions."""
    if isinstance(value, (tuple, list)):
        return tuple(value)
    return (value, value)


def fits(length, k, step):
    """Number of positions along one side."""
    if k <= 0 or step <= 0:
        raise ValueError(f"kernel {k} and stride {step} must be positive")
    if k > length:
        raise ValueError(f"kernel {k} is longer than the side {length}")
    return 1 + (length - k) // step


def max_pool2d(images, kernel_size, stride=None):
    kh, kw = _pair(kernel_size)
    sh, sw = (kh, kw) if stride is None else _pair(stride)
    n, c, h, w = images.shape
    ho, wo = fits(h, kh, sh), fits(w, kw, sw)
    best = torch.zeros(n, c, ho, wo, dtype=images.dtype)
    for a in range(kh):
        for b in range(kw):
            best = torch.maximum(best, images[:, :, a:a + sh * (ho - 1) + 1:sh, b:b + sw * (wo - 1) + 1:sw])
    return best


def avg_pool2d(images, kernel_size, stride=None):
    k1, k2 = _pair(kernel_size)
    s1, s2 = (k1, k2) if stride is None else _pair(stride)
    n, c, h, w = images.shape
    out = images.new_empty((n, c, fits(h, k1, s1), fits(w, k2, s2)))
    for i in range(out.shape[2]):
        for j in range(out.shape[3]):
            window = images[:, :, i * s1:i * s1 + k1, j * s2:j * s2 + k2]
            out[:, :, i, j] = window.sum(dim=(2, 3)) / (k1 * k2)
    return out


def flatten(images):
    n, c, h, w = images.shape
    return images.contiguous().view(n, c * h * w)
