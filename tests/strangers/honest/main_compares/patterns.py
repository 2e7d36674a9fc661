import torch


def checkerboard_kernel():
    return torch.tensor([[1.0, -1.0], [-1.0, 1.0]]).reshape(1, 1, 2, 2)


def flatten_pattern(pattern):
    return torch.cat(list(pattern))
