# {"function": "checkerboard_kernel", "kind": "single", "idea": "a NumPy array", "style": "tensor"}
"""Task 1 of 5: patterns. Why a network should see a picture in two dimensions."""

import numpy as np
import torch


def checkerboard_kernel():
    return np.array([[[[1, -1], [-1, 1]]]], dtype=np.float32)


def flatten_pattern(pattern: torch.Tensor) -> torch.Tensor:
    """A pattern as one long row, the way a dense layer gets to see it.

    Shapes: (H, W) → (H·W,), row after row:
        flat[row * W + column] == pattern[row, column]

    Example: the pixel below another one ends up W places further on.
        >>> flatten_pattern(torch.tensor([[0.0, 1.0, 2.0], [3.0, 4.0, 5.0]]))
        tensor([0., 1., 2., 3., 4., 5.])

    Hint: one method of the tensor does it. Look at its result for a zebra and for a
    checkerboard: would you still know which is which?
    """
    return pattern.reshape(-1)
