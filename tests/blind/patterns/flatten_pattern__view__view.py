# {"function": "flatten_pattern", "kind": "single", "idea": "uses view, which a transposed pattern refuses", "style": "view"}
import torch


def checkerboard_kernel() -> torch.Tensor:
    k = torch.tensor([[1, -1], [-1, 1]], dtype=torch.float32)
    return k.reshape(1, 1, 2, 2)


def flatten_pattern(pattern):
    return pattern.view(-1)
