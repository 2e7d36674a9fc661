# {"function": "flatten_pattern", "kind": "single", "idea": "preallocates float32 zeros, other dtypes are lost", "style": "prealloc"}
import torch


def checkerboard_kernel():
    return torch.tensor([[[[1.0, -1.0], [-1.0, 1.0]]]])


def flatten_pattern(pattern):
    flat = torch.zeros(pattern.numel())
    k = 0
    for row in pattern:
        for value in row:
            flat[k] = value
            k += 1
    return flat
