# {"function": "checkerboard_kernel", "kind": "single", "idea": "Multiplies a difference in one direction with a sum in the other: that detects upright stripes, not checkerboards.", "style": "numpy_outer"}
"""My solution."""

import torch


def checkerboard_kernel():
    across = torch.tensor([1.0, -1.0])
    down = torch.tensor([1.0, 1.0])
    return torch.outer(down, across)[None, None]


def flatten_pattern(pattern: torch.Tensor) -> torch.Tensor:
    return torch.cat([row for row in pattern])
