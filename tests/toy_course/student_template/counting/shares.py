"""Task 2 of 3: shares. What part of the whole each number is."""

import torch


def shares(numbers: torch.Tensor) -> torch.Tensor:
    """Each number divided by the sum of all: (N,) → (N,), with the dtype of `numbers`.

    Raises ValueError if the numbers add up to zero.

    Example: one and three.
        >>> shares(torch.tensor([1.0, 3.0]))
        tensor([0.2500, 0.7500])
    """
    # TODO: return the shares.
    raise NotImplementedError("shares is still to do")
