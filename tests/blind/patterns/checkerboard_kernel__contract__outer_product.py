# {"function": "checkerboard_kernel", "kind": "right", "idea": "Right: the product of a vertical and a horizontal difference, made with einsum.", "style": "contract"}
import torch


def checkerboard_kernel():
    difference = torch.tensor([-1.0, 1.0])
    both = torch.einsum("i,j->ij", difference, difference)
    return both.expand(1, 1, 2, 2).clone()


def flatten_pattern(pattern):
    height, width = pattern.shape
    result = torch.zeros(height * width, dtype=pattern.dtype)
    for y in range(height):
        result[y * width:(y + 1) * width] = pattern[y]
    return result
