# {"function": "flatten", "kind": "single", "idea": "Squeezes the answer, so a batch of one picture comes out without the batch axis.", "style": "squeeze_habit"}
import torch


def twice(x):
    return (x, x) if isinstance(x, int) else tuple(x)


def both_ways(v):
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


def max_pool2d(images, kernel_size, stride=None):
    kh, kw = twice(kernel_size)
    sh, sw = twice(kernel_size if stride is None else stride)
    num_positions(images.shape[2], kh, sh)
    num_positions(images.shape[3], kw, sw)
    win = images.unfold(2, kh, sh).unfold(3, kw, sw)
    return win.flatten(-2).max(dim=-1).values


def avg_pool2d(images: torch.Tensor, kernel_size, stride=None) -> torch.Tensor:
    """Add the shifted pictures, then divide once."""
    kernel = both_ways(kernel_size)
    step = kernel if stride is None else both_ways(stride)
    rows = num_positions(images.shape[2], kernel[0], step[0])
    cols = num_positions(images.shape[3], kernel[1], step[1])
    total = torch.zeros_like(images[:, :, :1, :1])
    for dy in range(kernel[0]):
        for dx in range(kernel[1]):
            total = total + images[:, :, dy:dy + step[0] * (rows - 1) + 1:step[0], dx:dx + step[1] * (cols - 1) + 1:step[1]]
    return total / (kernel[0] * kernel[1])


def flatten(images):
    long_rows = images.reshape(images.shape[0], images.shape[1] * images.shape[2] * images.shape[3])
    return long_rows.squeeze()
