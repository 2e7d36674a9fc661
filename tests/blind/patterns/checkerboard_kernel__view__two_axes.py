# {"function": "checkerboard_kernel", "kind": "single", "idea": "returns the 2x2 kernel without the two axes in front", "style": "view"}
import torch


def checkerboard_kernel():
    return torch.tensor([[1.0, -1.0], [-1.0, 1.0]])


def flatten_pattern(pattern: torch.Tensor) -> torch.Tensor:
    return torch.flatten(pattern)
