# {"function": "flatten_pattern", "kind": "single", "idea": "loops over the height for both axes", "style": "loops"}
import torch


def checkerboard_kernel() -> torch.Tensor:
    k = torch.tensor([[1, -1], [-1, 1]], dtype=torch.float32)
    return k.reshape(1, 1, 2, 2)


def flatten_pattern(pattern):
    flat = []
    for i in range(pattern.shape[0]):
        for j in range(pattern.shape[0]):
            flat.append(pattern[i][j])
    return torch.stack(flat)
