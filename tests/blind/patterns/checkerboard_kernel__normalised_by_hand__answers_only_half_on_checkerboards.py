# {"function": "checkerboard_kernel", "kind": "single", "idea": "Divides the kernel by its four weights: the answer to a checkerboard is exactly 0.5, not above.", "style": "normalised_by_hand"}
"""Task: patterns."""

import torch


def checkerboard_kernel():
    signs = torch.tensor([[1.0, -1.0], [-1.0, 1.0]])
    kernel = signs / signs.numel()  # mean of the four
    return kernel.reshape(1, 1, 2, 2)


def flatten_pattern(pattern):
    return pattern.reshape(-1)
