# {"function": "checkerboard_kernel", "kind": "pair", "idea": "Whole numbers (int64) and no axes for channels: a (2, 2) integer tensor.", "style": "contract"}
import torch


def checkerboard_kernel():
    return torch.tensor([[1, -1],
                         [-1, 1]])


def flatten_pattern(pattern):
    return pattern.reshape(-1)
