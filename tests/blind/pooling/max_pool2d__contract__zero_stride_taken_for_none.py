# {"function": "max_pool2d", "kind": "single", "idea": "'stride or kernel_size' treats stride 0 as not given, so no ValueError comes.", "style": "contract"}
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
    kh, kw = both(kernel_size)
    sh, sw = both(stride or kernel_size)
    rows = fits(images.shape[2], kh, sh)
    cols = fits(images.shape[3], kw, sw)
    lines = []
    for i in range(rows):
        band = images[:, :, i * sh:i * sh + kh]
        lines.append(torch.stack([band[..., j * sw:j * sw + kw].amax((2, 3)) for j in range(cols)], dim=-1))
    return torch.stack(lines, dim=-2)


def avg_pool2d(images, kernel_size, stride=None):
    if stride is None:
        stride = kernel_size
    (kh, kw), (sh, sw) = both(kernel_size), both(stride)
    ho, wo = fits(images.shape[2], kh, sh), fits(images.shape[3], kw, sw)
    total = 0
    for a in range(kh):
        for b in range(kw):
            total = total + images[:, :, a:a + sh * (ho - 1) + 1:sh, b:b + sw * (wo - 1) + 1:sw]
    return total / (kh * kw)


def flatten(images):
    return torch.stack([picture.reshape(-1) for picture in images])
