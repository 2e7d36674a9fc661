# {"function": "checkerboard_kernel", "kind": "right", "idea": "A lopsided kernel whose numbers do not add up to zero, and a flatten that fills an empty row; correct.", "style": "unusual-numbers"}
import torch
from torch import Tensor


def checkerboard_kernel() -> Tensor:
    # rows and columns nearly cancel (at most 0.3), the diagonals do not
    return torch.tensor([7.0, -9.0, -6.0, 8.0]).div(10).view(1, 1, 2, 2)


def flatten_pattern(pattern: Tensor) -> Tensor:
    height, width = pattern.size()
    flat = pattern.new_empty(height * width)
    for y in range(height):
        flat[y * width:(y + 1) * width] = pattern[y]
    return flat
