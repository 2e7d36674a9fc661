# right in all its numbers
# mistakes:
import torch

def checkerboard_kernel():
    k = torch.zeros(1, 1, 2, 2)
    k[0, 0, 0, 0] = 3.0
    k[0, 0, 1, 1] = 3.0
    k[0, 0, 0, 1] = -3.0
    k[0, 0, 1, 0] = -3.0
    return k

def flatten_pattern(pattern):
    return pattern.flatten()
