# {"function": "checkerboard_kernel", "kind": "single", "idea": "The sign comes from row times column where it should come from row plus column, so three weights are positive.", "style": "contract"}
import torch


def checkerboard_kernel():
    k = torch.zeros(1, 1, 2, 2)
    for i in range(2):
        for j in range(2):
            k[0, 0, i, j] = (-1) ** (i * j)
    return k


def flatten_pattern(pattern):
    height, width = pattern.shape
    result = torch.zeros(height * width, dtype=pattern.dtype)
    for y in range(height):
        result[y * width:(y + 1) * width] = pattern[y]
    return result
