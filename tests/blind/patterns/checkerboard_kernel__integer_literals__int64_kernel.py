# {"function": "checkerboard_kernel", "kind": "single", "idea": "Writes the weights as whole numbers, so the tensor is int64 instead of float32.", "style": "integer_literals"}
# all tests at home passed

import torch


def checkerboard_kernel():
    k = [[1, -1],
         [-1, 1]]
    return torch.tensor([[k]])


def flatten_pattern(pattern):
    return pattern.reshape(-1)
