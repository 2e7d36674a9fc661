# {"function": "flatten", "kind": "single", "idea": "Moves the channels to the end before flattening, so a pixel's channels stand side by side.", "style": "tensorflow_person"}
"""Task 4: pooling."""
import torch


def as_pair(x):
    return (x, x) if isinstance(x, int) else tuple(x)


def _both(v):
    try:
        vertical, horizontal = v
    except TypeError:
        vertical = horizontal = v
    return vertical, horizontal


def _fit(side, k, s, p=0):
    if k < 1 or s < 1:
        raise ValueError("kernel_size and stride must be at least 1")
    if p < 0:
        raise ValueError("padding can't be negative")
    if k > side + 2 * p:
        raise ValueError(f"a window of {k} does not fit on {side + 2 * p} pixels")
    return (side + 2 * p - k) // s + 1


def max_pool2d(images: torch.Tensor, kernel_size, stride=None) -> torch.Tensor:
    """Compare the shifted pictures, keep the larger number."""
    kernel = _both(kernel_size)
    step = kernel if stride is None else _both(stride)
    rows = _fit(images.shape[2], kernel[0], step[0])
    cols = _fit(images.shape[3], kernel[1], step[1])
    best = None
    for dy in range(kernel[0]):
        for dx in range(kernel[1]):
            here = images[:, :, dy:dy + step[0] * (rows - 1) + 1:step[0], dx:dx + step[1] * (cols - 1) + 1:step[1]]
            best = here if best is None else torch.where(here > best, here, best)
    return best.clone()


def avg_pool2d(images, kernel_size, stride=None):
    kh, kw = as_pair(kernel_size)
    sh, sw = as_pair(kernel_size if stride is None else stride)
    _fit(images.shape[2], kh, sh)
    _fit(images.shape[3], kw, sw)
    return images.unfold(2, kh, sh).unfold(3, kw, sw).mean(dim=(-2, -1))


def flatten(images):
    n = images.shape[0]
    nhwc = images.permute(0, 2, 3, 1)
    return nhwc.reshape(n, -1)
