# {"function": "flatten_pattern", "kind": "single", "idea": "Goes through the pattern column after column.", "style": "fortran_loops"}
# patterns.py

import torch


def checkerboard_kernel():
    return torch.tensor([[[[1.0, -1.0], [-1.0, 1.0]]]])


def flatten_pattern(pattern):
    height, width = pattern.shape
    picked = [pattern[row, column] for column in range(width) for row in range(height)]
    return torch.stack(picked)
