# {"function": "flatten_pattern", "kind": "single", "idea": "writes pixel (i, j) to place i * H + j", "style": "loops"}
import torch


def checkerboard_kernel():
    return torch.tensor([[[[1.0, -1.0], [-1.0, 1.0]]]])


def flatten_pattern(pattern):
    h, w = pattern.shape
    flat = torch.zeros(h * w, dtype=pattern.dtype)
    for i in range(h):
        for j in range(w):
            flat[i * h + j] = pattern[i, j]
    return flat
