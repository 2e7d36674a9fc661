# {"function": "flatten_pattern", "kind": "single", "idea": "Flattens column by column instead of row by row.", "style": "transpose"}
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
    return torch.cat([column for column in pattern.unbind(dim=1)])
