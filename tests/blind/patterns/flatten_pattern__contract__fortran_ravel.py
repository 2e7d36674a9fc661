# {"function": "flatten_pattern", "kind": "single", "idea": "Ravels in column order.", "style": "contract"}
import numpy as np
import torch


def checkerboard_kernel():
    weights = torch.empty(1, 1, 2, 2)
    for row in range(2):
        for col in range(2):
            weights[0, 0, row, col] = 1 if row == col else -1
    return weights


def flatten_pattern(pattern):
    array = pattern.detach().cpu().numpy()
    return torch.from_numpy(array.ravel(order="F").copy())
