# {"function": "flatten_pattern", "kind": "right", "idea": "Computes row and column of each place with divmod.", "style": "formula_follower"}
import torch


def checkerboard_kernel() -> torch.Tensor:
    """Plus on one diagonal, minus on the other."""
    kernel = torch.full((1, 1, 2, 2), -0.5)
    kernel[0, 0, 0, 0] = kernel[0, 0, 1, 1] = 0.5
    return kernel


def flatten_pattern(pattern):
    rows, columns = pattern.shape
    place = torch.arange(rows * columns)
    return pattern[place // columns, place % columns]
