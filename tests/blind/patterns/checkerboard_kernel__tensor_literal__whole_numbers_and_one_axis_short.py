# {"function": "checkerboard_kernel", "kind": "pair", "idea": "Two mistakes: the weights are whole numbers (int64 instead of float32), and one axis is missing (1, 2, 2).", "style": "tensor_literal"}
import torch


def checkerboard_kernel():
    return torch.tensor([[[1, -1], [-1, 1]]])


def flatten_pattern(pattern):
    return pattern.reshape(-1)
