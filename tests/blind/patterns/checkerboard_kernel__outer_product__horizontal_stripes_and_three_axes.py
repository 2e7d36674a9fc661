# {"function": "checkerboard_kernel", "kind": "pair", "idea": "The signs change only from row to row, so it finds horizontal stripes, and one leading axis is missing.", "style": "outer-product"}
import torch
from torch import Tensor


def checkerboard_kernel() -> Tensor:
    up_down = torch.tensor([1.0, -1.0])
    same = torch.ones(2)
    return torch.outer(up_down, same).unsqueeze(0)


def flatten_pattern(pattern: Tensor) -> Tensor:
    return torch.cat([row for row in pattern])
