# {"function": "flatten_pattern", "kind": "single", "idea": "Walks through the pattern like a snake: every second row is read from right to left.", "style": "snake"}
"""Task 1 of 5: patterns."""

import torch


def checkerboard_kernel() -> torch.Tensor:
    return torch.tensor([[[[1.0, -1.0], [-1.0, 1.0]]]])


def flatten_pattern(pattern: torch.Tensor) -> torch.Tensor:
    rows = []
    for number, row in enumerate(pattern):
        if number % 2 == 1:
            row = row.flip(0)  # so that neighbours stay neighbours
        rows.append(row)
    return torch.cat(rows)
