# {"function": "flatten_pattern", "kind": "single", "idea": "Writes the pixel to row * H + column instead of row * W + column, which only works for square patterns.", "style": "preallocated_loops"}
import torch


def checkerboard_kernel():
    return torch.tensor([[[[1.0, -1.0], [-1.0, 1.0]]]])


def flatten_pattern(pattern):
    h, w = pattern.shape
    flat = torch.zeros(h * w, dtype=pattern.dtype)
    for row in range(h):
        for column in range(w):
            flat[row * h + column] = pattern[row, column]
    return flat
