# {"function": "checkerboard_kernel", "kind": "single", "idea": "Scales the right kernel so that its absolute weights add up to 1: the answer is 0.5, not above it.", "style": "normaliser"}
"""Task 1 of 5: patterns."""

import torch


def checkerboard_kernel() -> torch.Tensor:
    """Plus on one diagonal, minus on the other."""
    signs = torch.tensor([[1.0, -1.0], [-1.0, 1.0]])
    kernel = signs / signs.abs().sum()  # normalised
    return kernel.reshape(1, 1, 2, 2)


def flatten_pattern(pattern: torch.Tensor) -> torch.Tensor:
    return pattern.reshape(-1)
