# {"function": "checkerboard_kernel", "kind": "single", "idea": "The right signs, but normalised by the number of weights, so the response is exactly 0.5 and does not exceed it.", "style": "contract"}
import numpy as np
import torch


def checkerboard_kernel():
    kernel = np.array([[1, -1], [-1, 1]], dtype=np.float32)
    kernel = kernel / kernel.size          # keep the response in the range of the pixels
    return torch.from_numpy(kernel).view(1, 1, 2, 2)


def flatten_pattern(pattern):
    return torch.cat([row for row in pattern])
