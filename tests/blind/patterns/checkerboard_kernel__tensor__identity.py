# {"function": "checkerboard_kernel", "kind": "single", "idea": "the diagonal only, which answers 1 to a zebra too", "style": "tensor"}
import torch


def checkerboard_kernel():
    return torch.eye(2).reshape(1, 1, 2, 2)


def flatten_pattern(pattern):
    return pattern.reshape(-1)
