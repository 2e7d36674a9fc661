import torch

# checkerboard: the diagonal neighbour has MY colour, the direct neighbours have the other one
KERNEL = [[-0.5, 0.5], [0.5, -0.5]]


def checkerboard_kernel():
    return torch.tensor([[KERNEL]])


def flatten_pattern(pattern):
    H, W = pattern.shape
    out = torch.empty(H * W, dtype=pattern.dtype)
    for i in range(H):
        out[i * W:(i + 1) * W] = pattern[i]
    return out
