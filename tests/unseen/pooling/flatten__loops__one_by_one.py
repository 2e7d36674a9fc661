# {"function": "flatten", "kind": "single", "idea": "numbers are appended picture inside pixel, so pictures are mixed", "style": "loops", "only": "batch of one"}
"""Task 4 of 5: pooling. Every window becomes one number, without any weights.

To be written without torch's own pooling and without its `unfold` and `fold` layers. You may
import what you wrote for the tasks before.
"""

import torch

from convolution import sliding_windows


# One number for both directions, or (vertical, horizontal).
Pair = int | tuple[int, int]


def _windows(images: torch.Tensor, kernel_size: Pair, stride: Pair | None) -> torch.Tensor:
    """Sliding windows, side by side unless there is a stride."""
    return sliding_windows(images, kernel_size, kernel_size if stride is None else stride)


def max_pool2d(images: torch.Tensor, kernel_size: Pair, stride: Pair | None = None) -> torch.Tensor:
    """The largest number of each window, channel by channel.

    Shapes: (N, C, H, W) → (N, C, H_out, W_out)
    Without a stride, windows stand side by side: the stride is the kernel size.
        result[n, c, i, j] == windows[n, c, i, j].max()

    Raises ValueError if `kernel_size` or `stride` is below 1, or if no window fits.

    Example:
        >>> images = torch.tensor([[[[1.0, 2.0, -5.0, -6.0], [3.0, 4.0, -7.0, -8.0]]]])
        >>> max_pool2d(images, kernel_size=2)
        tensor([[[[ 4., -5.]]]])

    Hint: your sliding windows can be used again. What is the largest of -5 and -6?
    """
    windows = _windows(images, kernel_size, stride)
    # One maximum over one axis: where numbers are equal, a single one gets the gradient.
    return windows.flatten(-2).max(dim=-1).values


def avg_pool2d(images: torch.Tensor, kernel_size: Pair, stride: Pair | None = None) -> torch.Tensor:
    """The mean of each window, channel by channel.

    Shapes: (N, C, H, W) → (N, C, H_out, W_out)
    Without a stride, windows stand side by side: the stride is the kernel size.
        result[n, c, i, j] == windows[n, c, i, j].mean()

    Raises ValueError if `kernel_size` or `stride` is below 1, or if no window fits.

    Example:
        >>> images = torch.tensor([[[[1.0, 2.0, -5.0, -6.0], [3.0, 4.0, -7.0, -8.0]]]])
        >>> avg_pool2d(images, kernel_size=2)
        tensor([[[[ 2.5000, -6.5000]]]])

    Hint: how many numbers does a window of 3 rows and 2 columns have?
    """
    return _windows(images, kernel_size, stride).mean((-2, -1))


def flatten(images):
    n, c, h, w = images.shape
    numbers = [images[:, k, i, j] for k in range(c) for i in range(h) for j in range(w)]
    return torch.cat(numbers).reshape(n, c * h * w)
