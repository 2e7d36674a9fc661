# {"function": "flatten", "kind": "pair", "idea": "Goes column by column within a channel. And the rows come out channels-times-pictures: (N*C, H*W).", "style": "fixed_example_person"}
import torch


def unpack2(v):
    try:
        vertical, horizontal = v
    except TypeError:
        vertical = horizontal = v
    return vertical, horizontal


def n_windows(side, k, s, p=0):
    if k < 1 or s < 1:
        raise ValueError("kernel_size and stride must be at least 1")
    if p < 0:
        raise ValueError("padding can't be negative")
    if k > side + 2 * p:
        raise ValueError(f"a window of {k} does not fit on {side + 2 * p} pixels")
    return (side + 2 * p - k) // s + 1


def max_pool2d(images: torch.Tensor, kernel_size, stride=None) -> torch.Tensor:
    """Compare the shifted pictures, keep the larger number."""
    kernel = unpack2(kernel_size)
    step = kernel if stride is None else unpack2(stride)
    rows = n_windows(images.shape[2], kernel[0], step[0])
    cols = n_windows(images.shape[3], kernel[1], step[1])
    best = None
    for dy in range(kernel[0]):
        for dx in range(kernel[1]):
            here = images[:, :, dy:dy + step[0] * (rows - 1) + 1:step[0], dx:dx + step[1] * (cols - 1) + 1:step[1]]
            best = here if best is None else torch.where(here > best, here, best)
    return best.clone()


def avg_pool2d(images: torch.Tensor, kernel_size, stride=None) -> torch.Tensor:
    """Add the shifted pictures, then divide once."""
    kernel = unpack2(kernel_size)
    step = kernel if stride is None else unpack2(stride)
    rows = n_windows(images.shape[2], kernel[0], step[0])
    cols = n_windows(images.shape[3], kernel[1], step[1])
    total = torch.zeros_like(images[:, :, :1, :1])
    for dy in range(kernel[0]):
        for dx in range(kernel[1]):
            total = total + images[:, :, dy:dy + step[0] * (rows - 1) + 1:step[0], dx:dx + step[1] * (cols - 1) + 1:step[1]]
    return total / (kernel[0] * kernel[1])


def flatten(images):
    n, c, h, w = images.shape
    planes = images.transpose(2, 3).reshape(n * c, h * w)
    return planes
