# {"function": "checkerboard_kernel", "kind": "single", "idea": "Returns an int64 kernel, because all numbers are written without a point.", "style": "tensor-literal"}
import torch


def checkerboard_kernel():
    return torch.tensor([[[[1, -1], [-1, 1]]]])


def flatten_pattern(pattern):
    return pattern.reshape(-1)
