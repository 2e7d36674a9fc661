# {"function": "flatten_pattern", "kind": "single", "idea": "Uses the number of rows for both loops: wide patterns are cut, tall ones crash with an IndexError.", "style": "nested-loops"}
import torch
from torch import Tensor


def checkerboard_kernel() -> Tensor:
    k = torch.zeros(1, 1, 2, 2)
    k[0, 0, 0, 1] = 1
    k[0, 0, 1, 0] = 1
    k[0, 0, 0, 0] = -1
    k[0, 0, 1, 1] = -1
    return k


def flatten_pattern(pattern: Tensor) -> Tensor:
    size = len(pattern)
    cells = []
    for row in range(size):
        for col in range(size):
            cells.append(pattern[row, col])
    return torch.stack(cells)
