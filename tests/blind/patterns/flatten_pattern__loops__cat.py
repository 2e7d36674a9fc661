# {"function": "flatten_pattern", "kind": "right", "idea": "right: concatenates the rows", "style": "loops"}
import torch


def checkerboard_kernel() -> torch.Tensor:
    k = torch.tensor([[1, -1], [-1, 1]], dtype=torch.float32)
    return k.reshape(1, 1, 2, 2)


def flatten_pattern(pattern):
    return torch.cat([row for row in pattern])
