# {"function": "checkerboard_kernel", "kind": "pair", "idea": "Returns a (2, 2) tensor without the two leading axes, and in float64 as it came from NumPy.", "style": "numpy"}
import numpy as np
import torch


def checkerboard_kernel():
    signs = np.array([1.0, -1.0])
    return torch.from_numpy(np.outer(signs, signs))


def flatten_pattern(pattern):
    return pattern.reshape(-1)
