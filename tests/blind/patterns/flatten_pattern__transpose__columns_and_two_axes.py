# {"function": "flatten_pattern", "kind": "pair", "idea": "goes column by column; and returns two axes", "style": "transpose"}
import torch


def checkerboard_kernel():
    return torch.tensor([[[[1.0, -1.0], [-1.0, 1.0]]]])


def flatten_pattern(pattern):
    return pattern.t().reshape(1, -1)
