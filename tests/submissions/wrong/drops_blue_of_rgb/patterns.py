import numpy as np
import torch


def checkerboard_kernel():
    kernel = np.array([[1, -1],
                       [-1, 1]], dtype=np.float64)
    return torch.tensor(kernel[None, None], dtype=torch.float32)


def flatten_pattern(pattern):
    return torch.cat([line for line in pattern], dim=0)
