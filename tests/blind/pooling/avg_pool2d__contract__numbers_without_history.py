# {"function": "avg_pool2d", "kind": "single", "idea": "The means are computed in NumPy on detached numbers: the values are right, but no gradient flows back.", "style": "contract"}
import numpy as np
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
    if stride is None:
        stride = kernel_size
    (kh, kw), (sh, sw) = _pair(kernel_size), _pair(stride)
    ho, wo = fits(images.shape[2], kh, sh), fits(images.shape[3], kw, sw)
    best = None
    for a in range(kh):
        for b in range(kw):
            part = images[:, :, a:a + sh * (ho - 1) + 1:sh, b:b + sw * (wo - 1) + 1:sw]
            best = part if best is None else torch.maximum(best, part)
    return best.clone()


def avg_pool2d(images, kernel_size, stride=None):
    kh, kw = _pair(kernel_size)
    sh, sw = _pair(stride) if stride is not None else (kh, kw)
    x = images.detach().numpy()
    n, c, h, w = x.shape
    result = np.zeros((n, c, fits(h, kh, sh), fits(w, kw, sw)), dtype=x.dtype)
    for i in range(result.shape[2]):
        for j in range(result.shape[3]):
            result[:, :, i, j] = np.mean(x[:, :, i * sh:i * sh + kh, j * sw:j * sw + kw], axis=(2, 3))
    return torch.from_numpy(result)


def flatten(images):
    n, c, h, w = images.shape
    return images.contiguous().view(n, c * h * w)
