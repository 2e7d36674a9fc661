# {"function": "max_pool2d", "kind": "pair", "idea": "Without a stride it moves by 1, and windows that stick out at the lower or right border count too.", "style": "contract"}
import torch


def both(x):
    try:
        a, b = x
    except TypeError:
        a = b = x
    return int(a), int(b)


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
    kh, kw = both(kernel_size)
    sh, sw = both(1 if stride is None else stride)
    h, w = images.shape[-2:]
    _check(h, w, kh, kw, sh, sw)
    rows = [torch.stack([images[:, :, i:i + kh, j:j + kw].amax(dim=(2, 3)) for j in range(0, w, sw)], dim=2)
            for i in range(0, h, sh)]
    return torch.stack(rows, dim=2)


def avg_pool2d(images, kernel_size, stride=None):
    kh, kw = both(kernel_size)
    sh, sw = (kh, kw) if stride is None else both(stride)
    rows, cols = fits(images.size(2), kh, sh), fits(images.size(3), kw, sw)
    return torch.stack([torch.stack([
        images[..., i * sh:i * sh + kh, j * sw:j * sw + kw].mean((-2, -1))
        for j in range(cols)], -1) for i in range(rows)], -2)


def flatten(images):
    return images.reshape(images.shape[0], -1)
