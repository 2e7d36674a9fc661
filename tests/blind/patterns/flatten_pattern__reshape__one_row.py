# {"function": "flatten_pattern", "kind": "single", "idea": "returns one row with two axes", "style": "reshape"}
import torch


def checkerboard_kernel():
    return torch.tensor([[[[1.0, -1.0], [-1.0, 1.0]]]])


def flatten_pattern(pattern):
    return pattern.reshape(1, -1)
