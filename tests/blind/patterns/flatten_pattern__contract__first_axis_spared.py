# {"function": "flatten_pattern", "kind": "single", "idea": "Flattens from axis 1 on, as for a batch, so the pattern keeps its two axes.", "style": "contract"}
import torch


def checkerboard_kernel() -> torch.Tensor:
    kernel = torch.zeros(1, 1, 2, 2)
    for i in range(2):
        for j in range(2):
            kernel[0, 0, i, j] = 1 if i == j else -1
    return kernel


def flatten_pattern(pattern):
    return torch.flatten(pattern, start_dim=1)
