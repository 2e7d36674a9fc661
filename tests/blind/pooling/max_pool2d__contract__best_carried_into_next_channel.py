# {"function": "max_pool2d", "kind": "single", "idea": "The best number so far is reset outside the loop over channels: later channels inherit the maximum of earlier ones.", "style": "contract"}
import torch


as_two = lambda x: (x, x) if isinstance(x, int) else tuple(x)


def fits(length, k, step):
    """Number of positions along one side."""
    if k <= 0 or step <= 0:
        raise ValueError(f"kernel {k} and stride {step} must be positive")
    if k > length:
        raise ValueError(f"kernel {k} is longer than the side {length}")
    return 1 + (length - k) // step


def max_pool2d(images, kernel_size, stride=None):
    kh, kw = as_two(kernel_size)
    sh, sw = as_two(kernel_size if stride is None else stride)
    N, C, H, W = images.shape
    Ho, Wo = fits(H, kh, sh), fits(W, kw, sw)
    out = torch.empty((N, C, Ho, Wo), dtype=images.dtype)
    for n in range(N):
        for i in range(Ho):
            for j in range(Wo):
                best = None
                for c in range(C):
                    for a in range(kh):
                        for b in range(kw):
                            value = images[n, c, i * sh + a, j * sw + b]
                            if best is None or value > best:
                                best = value
                    out[n, c, i, j] = best
    return out


def avg_pool2d(images, kernel_size, stride=None):
    if stride is None:
        stride = kernel_size
    (kh, kw), (sh, sw) = as_two(kernel_size), as_two(stride)
    ho, wo = fits(images.shape[2], kh, sh), fits(images.shape[3], kw, sw)
    total = 0
    for a in range(kh):
        for b in range(kw):
            total = total + images[:, :, a:a + sh * (ho - 1) + 1:sh, b:b + sw * (wo - 1) + 1:sw]
    return total / (kh * kw)


def flatten(images):
    return torch.stack([picture.reshape(-1) for picture in images])
