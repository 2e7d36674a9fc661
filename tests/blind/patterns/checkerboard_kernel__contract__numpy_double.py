# {"function": "checkerboard_kernel", "kind": "single", "idea": "Made from a NumPy array of Python floats, so the kernel is float64.", "style": "contract"}
import numpy as np
import torch


def checkerboard_kernel():
    a = np.array([[1.0, -1.0], [-1.0, 1.0]])
    a = a[np.newaxis, np.newaxis, :, :]
    return torch.from_numpy(a)


def flatten_pattern(pattern):
    return pattern.reshape(-1)
