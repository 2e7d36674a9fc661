# {"function": "avg_pool2d", "kind": "right", "idea": "Right in an unusual style: a matrix of shares from the left for the rows and one from the right for the columns.", "style": "contract"}
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


def _shares(length, k, s, like):
    n = fits(length, k, s)
    m = torch.zeros(n, length, dtype=like.dtype)
    for i in range(n):
        m[i, i * s:i * s + k] = 1 / k
    return m


def avg_pool2d(images, kernel_size, stride=None):
    kh, kw = _pair(kernel_size)
    sh, sw = (kh, kw) if stride is None else _pair(stride)
    left = _shares(images.shape[2], kh, sh, images)
    right = _shares(images.shape[3], kw, sw, images)
    return left @ images @ right.T


def flatten(images):
    n, c, h, w = images.shape
    return images.contiguous().view(n, c * h * w)
