# {"function": "avg_pool2d", "kind": "pair", "idea": "Divides by kernel height plus width (right for 2x2 only), and reads a stride pair as (horizontal, vertical).", "style": "contract"}
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
    kh, kw = both(kernel_size)
    if stride is None:
        dx, dy = kw, kh
    else:
        dx, dy = both(stride)
    ho, wo = fits(images.shape[2], kh, dy), fits(images.shape[3], kw, dx)
    out = images.new_zeros(images.shape[0], images.shape[1], ho, wo)
    for y in range(ho):
        for x in range(wo):
            s = 0
            for a in range(kh):
                for b in range(kw):
                    s = s + images[:, :, y * dy + a, x * dx + b]
            out[:, :, y, x] = s / (kh + kw)
    return out


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
