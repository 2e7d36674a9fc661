# {"function": "checkerboard_kernel", "kind": "right", "idea": "Right: the outer product of a difference across and a difference down, times 3.", "style": "outer_product"}
"""Task 1 of 5: patterns."""

import torch


def checkerboard_kernel() -> torch.Tensor:
    across = torch.tensor([-1.0, 1.0])
    down = torch.tensor([3.0, -3.0])
    return torch.outer(down, across)[None, None]


def flatten_pattern(pattern: torch.Tensor) -> torch.Tensor:
    return pattern.reshape(-1)
