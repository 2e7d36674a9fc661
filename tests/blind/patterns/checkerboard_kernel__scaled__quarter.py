# {"function": "checkerboard_kernel", "kind": "single", "idea": "divides by the number of weights: the answer is exactly 0.5, not above", "style": "scaled"}
import torch


def checkerboard_kernel():
    return torch.tensor([[[[1.0, -1.0], [-1.0, 1.0]]]]) / 4


def flatten_pattern(pattern):
    return pattern.reshape(-1)
