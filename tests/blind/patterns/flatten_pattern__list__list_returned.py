# {"function": "flatten_pattern", "kind": "single", "idea": "returns a Python list", "style": "list"}
import torch


def checkerboard_kernel():
    return torch.tensor([[[[1.0, -1.0], [-1.0, 1.0]]]])


def flatten_pattern(pattern):
    return [value.item() for row in pattern for value in row]
