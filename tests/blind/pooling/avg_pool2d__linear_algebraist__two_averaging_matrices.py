# {"function": "avg_pool2d", "kind": "right", "idea": "Multiplies with an averaging matrix from the left and one from the right.", "style": "linear_algebraist"}
"""Many numbers into one."""
import torch


def _both(v):
    try:
        vertical, horizontal = v
    except TypeError:
        vertical = horizontal = v
    return vertical, horizontal


def num_positions(side, k, s, p=0):
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
    rows = num_positions(images.shape[2], kernel[0], step[0])
    cols = num_positions(images.shape[3], kernel[1], step[1])
    best = None
    for dy in range(kernel[0]):
        for dx in range(kernel[1]):
            here = images[:, :, dy:dy + step[0] * (rows - 1) + 1:step[0], dx:dx + step[1] * (cols - 1) + 1:step[1]]
            best = here if best is None else torch.where(here > best, here, best)
    return best.clone()


def _averager(side, k, s, like):
    m = torch.zeros(num_positions(side, k, s), side, dtype=like.dtype, device=like.device)
    for i in range(len(m)):
        m[i, i * s:i * s + k] = 1 / k
    return m


def avg_pool2d(images, kernel_size, stride=None):
    k = _both(kernel_size)
    s = k if stride is None else _both(stride)
    left = _averager(images.shape[2], k[0], s[0], images)
    right = _averager(images.shape[3], k[1], s[1], images)
    return left @ images @ right.T


def flatten(images: torch.Tensor) -> torch.Tensor:
    n, c, h, w = images.shape
    return images.contiguous().view(n, c * h * w)
