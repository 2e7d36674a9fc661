# {"function": "checkerboard_kernel", "kind": "single", "idea": "Only one axis is put in front: the shape is (1, 2, 2).", "style": "contract"}
import torch


def checkerboard_kernel() -> torch.Tensor:
    return torch.stack([torch.tensor([[1.0, -1.0], [-1.0, 1.0]])])


def flatten_pattern(pattern):
    return torch.cat([row for row in pattern])
