# {"function": "flatten", "kind": "single", "idea": "A batch of one loses its first axis.", "style": "contract"}
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
    k1, k2 = both(kernel_size)
    s1, s2 = (k1, k2) if stride is None else both(stride)
    n, c, h, w = images.shape
    out = images.new_empty((n, c, fits(h, k1, s1), fits(w, k2, s2)))
    for i in range(out.shape[2]):
        for j in range(out.shape[3]):
            out[:, :, i, j] = images[:, :, i * s1:i * s1 + k1, j * s2:j * s2 + k2].amax(dim=(2, 3))
    return out


def avg_pool2d(images, kernel_size, stride=None):
    kh, kw = both(kernel_size)
    sh, sw = both(kernel_size if stride is None else stride)
    _check(images.shape[2], images.shape[3], kh, kw, sh, sw)
    return images.unfold(2, kh, sh).unfold(3, kw, sw).mean(dim=(-2, -1))


def flatten(images):
    rows = [image.reshape(1, -1) for image in images]
    return torch.cat(rows).squeeze(0)
