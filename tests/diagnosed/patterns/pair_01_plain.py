# checkerboard_kernel: one axis only; flatten_pattern: columns first
# mistakes: kernel_looks_for_upright_edges flattens_column_by_column
import torch

def checkerboard_kernel():
    k = torch.zeros(1, 1, 2, 2)
    k[0, 0, 0, 0] = 1.0
    k[0, 0, 1, 1] = -1.0
    k[0, 0, 0, 1] = -1.0
    k[0, 0, 1, 0] = 1.0
    return k

def flatten_pattern(pattern):
    return pattern.t().flatten()
