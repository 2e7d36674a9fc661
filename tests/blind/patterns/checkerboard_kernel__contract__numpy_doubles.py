# {"function": "checkerboard_kernel", "kind": "single", "idea": "The kernel comes from a NumPy array and stays float64.", "style": "contract"}
import numpy as np
import torch


def checkerboard_kernel():
    line = np.array([1.0, -1.0])
    kernel = np.outer(line, line)
    return torch.from_numpy(kernel.reshape((1, 1) + kernel.shape))


def flatten_pattern(pattern):
    return pattern.flatten()
