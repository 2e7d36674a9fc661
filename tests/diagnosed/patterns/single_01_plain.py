# checkerboard_kernel: shape (2,2)
# mistakes: kernel_has_no_channels
import torch

def checkerboard_kernel():
    k = torch.zeros(1, 1, 2, 2)
    k[0, 0, 0, 0] = 1.0
    k[0, 0, 1, 1] = 1.0
    k[0, 0, 0, 1] = -1.0
    k[0, 0, 1, 0] = -1.0
    return k[0, 0]

def flatten_pattern(pattern):
    return pattern.flatten()
