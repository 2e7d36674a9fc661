# right in all its numbers
# mistakes:
import torch

def checkerboard_kernel():
    return torch.tensor([[0.5, -0.5], [-0.5, 0.5]]).view(1, 1, 2, 2)

def flatten_pattern(pattern):
    H, W = pattern.shape
    flat = torch.zeros(H * W, dtype=pattern.dtype)
    for i in range(H):
        for j in range(W):
            flat[i * W + j] = pattern[i, j]
    return flat
