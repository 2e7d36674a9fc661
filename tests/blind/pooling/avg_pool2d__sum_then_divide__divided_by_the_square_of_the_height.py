# {"function": "avg_pool2d", "kind": "single", "idea": "Divides the sum by K_h squared, as if windows were always square.", "style": "sum_then_divide"}
"""pooling: my own version, by hand."""

import torch


as_pair = lambda p: p if hasattr(p, "__len__") else (p, p)  # noqa: E731


def _places(size, kernel_size, stride=1, padding=0):
    full = size + padding + padding
    if kernel_size < 1 or stride < 1 or padding < 0 or full < kernel_size:
        raise ValueError("These window parameters are impossible.")
    # one window for the first position, one more for every full step
    return 1 + (full - kernel_size) // stride


def max_pool2d(images, kernel_size, stride=None):
    kh, kw = as_pair(kernel_size)
    sh, sw = as_pair(kernel_size if stride is None else stride)
    _places(images.shape[2], kh, sh)
    _places(images.shape[3], kw, sw)
    return images.unfold(2, kh, sh).unfold(3, kw, sw).amax(dim=(-2, -1))


def avg_pool2d(images, kernel_size, stride=None):
    kh, kw = as_pair(kernel_size)
    sh, sw = as_pair(stride) if stride is not None else (kh, kw)
    ho = _places(images.shape[2], kh, sh)
    wo = _places(images.shape[3], kw, sw)
    sums = torch.zeros(*images.shape[:2], ho, wo, dtype=images.dtype)
    for i in range(ho):
        for j in range(wo):
            sums[:, :, i, j] = images[:, :, i * sh : i * sh + kh, j * sw : j * sw + kw].sum(dim=(2, 3))
    return sums / kh**2


def flatten(images):
    return torch.stack([picture.ravel() for picture in images])
