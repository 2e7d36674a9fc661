# {"function": "checkerboard_kernel", "kind": "single", "idea": "Divides the kernel by four, so that the response on a checkerboard is exactly 0.5 and does not exceed it.", "style": "normalised"}
import torch
from torch import Tensor


def checkerboard_kernel() -> Tensor:
    k = torch.zeros(1, 1, 2, 2)
    k[0, 0, 0, 1] = 1
    k[0, 0, 1, 0] = 1
    k[0, 0, 0, 0] = -1
    k[0, 0, 1, 1] = -1
    return k / k.numel()


def flatten_pattern(pattern: Tensor) -> Tensor:
    return torch.cat([row for row in pattern])
