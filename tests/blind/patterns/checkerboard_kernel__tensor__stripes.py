# {"function": "checkerboard_kernel", "kind": "single", "idea": "a kernel that answers to upright stripes", "style": "tensor"}
import torch


def checkerboard_kernel():
    return torch.tensor([[[[1.0, -1.0], [1.0, -1.0]]]])


def flatten_pattern(pattern):
    return pattern.reshape(-1)
