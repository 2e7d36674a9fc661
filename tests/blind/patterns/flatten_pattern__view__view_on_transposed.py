# {"function": "flatten_pattern", "kind": "single", "idea": "Uses view(-1), which raises a RuntimeError for a transposed (non-contiguous) pattern.", "style": "view"}
import torch


def checkerboard_kernel():
    kernel = torch.tensor([[1.0, -1.0], [-1.0, 1.0]])
    return kernel.reshape(1, 1, 2, 2)


def flatten_pattern(pattern):
    return pattern.view(-1)
