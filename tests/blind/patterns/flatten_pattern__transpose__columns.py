# {"function": "flatten_pattern", "kind": "single", "idea": "flattens column after column", "style": "transpose"}
import torch


def checkerboard_kernel() -> torch.Tensor:
    k = torch.tensor([[1, -1], [-1, 1]], dtype=torch.float32)
    return k.reshape(1, 1, 2, 2)


def flatten_pattern(pattern):
    return pattern.T.reshape(-1)
