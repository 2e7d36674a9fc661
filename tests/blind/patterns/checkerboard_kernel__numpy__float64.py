# {"function": "checkerboard_kernel", "kind": "single", "idea": "makes the kernel with NumPy, float64", "style": "numpy"}
import numpy as np
import torch


def checkerboard_kernel():
    kernel = np.array([[1.0, -1.0], [-1.0, 1.0]])
    return torch.from_numpy(kernel).reshape(1, 1, 2, 2)


def flatten_pattern(pattern):
    return pattern.reshape(-1)
