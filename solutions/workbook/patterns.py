"""Task 1 of 5: patterns. Why a network should see a picture in two dimensions."""

import torch


def checkerboard_kernel() -> torch.Tensor:
    """One kernel, designed by hand, that answers to checkerboards and is quiet on zebras.

    Shapes: nothing → (1, 1, 2, 2), float32: one output channel, one input channel, 2×2 weights.

    The kernel is laid on every 2×2 window of a pattern of zeros and ones. What counts is the
    largest absolute answer:
        windows = pattern.unfold(0, 2, 1).unfold(1, 2, 1)
        answer = (windows * kernel).sum((-2, -1)).abs().max()
    It has to be above 0.5 on every checkerboard (neighbours differ in both directions) and below
    0.5 on every zebra (stripes one pixel wide, upright or level), whichever colour comes first.

    Example:
        >>> checkerboard_kernel().shape
        torch.Size([1, 1, 2, 2])
    """
    # BEGIN SOLUTION: return the kernel.
    return torch.tensor([[[[1.0, -1.0], [-1.0, 1.0]]]])
    # END SOLUTION


def flatten_pattern(pattern: torch.Tensor) -> torch.Tensor:
    """A pattern as one long row, the way a dense layer gets to see it.

    Shapes: (H, W) → (H·W,), row after row:
        flat[row * W + column] == pattern[row, column]

    Example: the pixel below another one ends up W places further on.
        >>> flatten_pattern(torch.tensor([[0.0, 1.0, 2.0], [3.0, 4.0, 5.0]]))
        tensor([0., 1., 2., 3., 4., 5.])
    """
    # BEGIN SOLUTION: return the rows, one after the other.
    return pattern.reshape(-1)
    # END SOLUTION
