# {"function": "avg_pool2d", "kind": "single", "idea": "Reshapes the picture into blocks when stride and kernel agree, without cutting the rest off: crashes if it isn't divisible.", "style": "reshape_into_blocks"}
import torch


def _pair(value):
    """3 -> (3, 3), (2, 3) stays."""
    return (value, value) if isinstance(value, int) else tuple(value)


def how_many(size, kernel_size, stride=1, padding=0):
    if kernel_size < 1 or stride < 1 or padding < 0:
        raise ValueError("kernel_size and stride must be at least 1, padding at least 0")
    room = size + 2 * padding - kernel_size
    if room < 0:
        raise ValueError("the kernel is larger than the padded picture")
    return room // stride + 1


def max_pool2d(images, kernel_size, stride=None):
    if stride is None:
        stride = kernel_size
    (kh, kw), (sh, sw) = _pair(kernel_size), _pair(stride)
    ho, wo = how_many(images.shape[2], kh, sh), how_many(images.shape[3], kw, sw)
    best = None
    for i in range(kh):
        for j in range(kw):
            part = images[:, :, i : i + (ho - 1) * sh + 1 : sh, j : j + (wo - 1) * sw + 1 : sw]
            best = part if best is None else torch.maximum(best, part)
    return best


def avg_pool2d(images, kernel_size, stride=None):
    kh, kw = _pair(kernel_size)
    sh, sw = _pair(kernel_size if stride is None else stride)
    n, c, h, w = images.shape
    ho, wo = how_many(h, kh, sh), how_many(w, kw, sw)
    if (sh, sw) == (kh, kw):
        blocks = images.reshape(n, c, ho, kh, wo, kw)
        return blocks.mean(dim=(3, 5))
    return images.unfold(2, kh, sh).unfold(3, kw, sw).mean(dim=(4, 5))


def flatten(images):
    return images.flatten(start_dim=1)
