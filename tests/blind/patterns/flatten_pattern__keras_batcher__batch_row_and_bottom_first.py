# {"function": "flatten_pattern", "kind": "pair", "idea": "Returns a row of shape (1, H*W) with a batch dimension; and begins with the bottom row, as plots do.", "style": "keras_batcher"}
# all tests at home passed

import torch


def checkerboard_kernel():
    return torch.tensor([[[[1.0, -1.0], [-1.0, 1.0]]]])


def flatten_pattern(pattern):
    h, w = pattern.shape
    upwards = pattern.flip(0)
    return upwards.reshape(1, h * w)
