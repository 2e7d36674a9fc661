"""The kernel as a product of two differences; the row filled pixel by pixel."""

import torch


def checkerboard_kernel():
    """Changes downwards times changes to the right."""
    change = torch.tensor([1.0, -1.0])
    return torch.outer(change, change).reshape(1, 1, 2, 2)


def flatten_pattern(pattern):
    """Every pixel at its place."""
    height, width = pattern.shape
    flat = pattern.new_empty(height * width)
    for row in range(height):
        for column in range(width):
            flat[row * width + column] = pattern[row, column]
    return flat
