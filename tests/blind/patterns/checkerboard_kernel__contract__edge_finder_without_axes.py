# {"function": "checkerboard_kernel", "kind": "pair", "idea": "An edge finder (upper row minus lower row) that answers to lying stripes, and its shape is (2, 2).", "style": "contract"}
import torch


def checkerboard_kernel():
    return torch.tensor([[1.0, 1.0],
                         [-1.0, -1.0]])


def flatten_pattern(pattern):
    return pattern.flatten()
