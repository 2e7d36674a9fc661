"""Task 4 of 5: pooling. Every window becomes one number, without any weights.

To be written without torch's own pooling and without its `unfold` and `fold` layers. You may
import what you wrote for the tasks before.
"""

import torch

# BEGIN SOLUTION
from convolution import sliding_windows

# END SOLUTION

# One number for both directions, or (vertical, horizontal).
Pair = int | tuple[int, int]


# BEGIN SOLUTION
def _windows(images: torch.Tensor, kernel_size: Pair, stride: Pair | None) -> torch.Tensor:
    """Sliding windows, side by side unless there is a stride."""
    return sliding_windows(images, kernel_size, kernel_size if stride is None else stride)


# END SOLUTION
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
    """
    # BEGIN SOLUTION: return the largest number of each window.
    windows = _windows(images, kernel_size, stride)
    # One maximum over one axis: where numbers are equal, a single one gets the gradient.
    return windows.flatten(-2).max(dim=-1).values
    # END SOLUTION


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
    """
    # BEGIN SOLUTION: return the mean of each window.
    return _windows(images, kernel_size, stride).mean((-2, -1))
    # END SOLUTION


def flatten(images: torch.Tensor) -> torch.Tensor:
    """Each picture as one long row, ready for a dense layer.

    Shapes: (N, C, H, W) → (N, C·H·W): the batch stays; a picture's channels come one after the
    other, each row by row.
        result[n, (c * H + row) * W + column] == images[n, c, row, column]

    Example:
        >>> flatten(torch.zeros(2, 3, 4, 5)).shape
        torch.Size([2, 60])
    """
    # BEGIN SOLUTION: return one row per picture.
    return images.reshape(len(images), -1)
    # END SOLUTION
