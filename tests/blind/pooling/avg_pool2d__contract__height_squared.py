# {"function": "avg_pool2d", "kind": "single", "idea": "Divides by the square of the kernel's height: wrong as soon as the kernel is not square.", "style": "contract"}
import torch


def both(x):
    try:
        a, b = x
    except TypeError:
        a = b = x
    return int(a), int(b)


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
    (kh, kw), (sh, sw) = both(kernel_size), both(stride)
    ho, wo = fits(images.shape[2], kh, sh), fits(images.shape[3], kw, sw)
    best = None
    for a in range(kh):
        for b in range(kw):
            part = images[:, :, a:a + sh * (ho - 1) + 1:sh, b:b + sw * (wo - 1) + 1:sw]
            best = part if best is None else torch.maximum(best, part)
    return best.clone()


def avg_pool2d(images, kernel_size, stride=None):
    k1, k2 = both(kernel_size)
    s1, s2 = both(kernel_size) if stride is None else both(stride)
    rows, cols = fits(images.shape[2], k1, s1), fits(images.shape[3], k2, s2)
    total = torch.zeros(images.shape[0], images.shape[1], rows, cols, dtype=images.dtype)
    for i in range(rows):
        for j in range(cols):
            total[:, :, i, j] = images[:, :, i * s1:i * s1 + k1, j * s2:j * s2 + k2].sum(3).sum(2)
    return total / k1 ** 2


def flatten(x):
    N, C, H, W = x.shape
    out = x.new_zeros(N, C * H * W)
    k = 0
    for c in range(C):
        for i in range(H):
            for j in range(W):
                out[:, k] = x[:, c, i, j]
                k += 1
    return out
