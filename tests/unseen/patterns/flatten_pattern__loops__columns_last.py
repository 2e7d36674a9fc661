# {"function": "flatten_pattern", "kind": "pair", "idea": "column by column; and the last column is missing", "style": "loops"}
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

    Hint: write down the two windows of a checkerboard and the four of zebras. Which signs let
    every stripe cancel itself?
    """
    return torch.tensor([[[[1.0, -1.0], [-1.0, 1.0]]]])


def flatten_pattern(pattern):
    return torch.cat([pattern[:, j] for j in range(pattern.shape[1] - 1)])
