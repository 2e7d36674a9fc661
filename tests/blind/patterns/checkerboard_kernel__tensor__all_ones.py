# {"function": "checkerboard_kernel", "kind": "single", "idea": "all weights 1, which also answers to zebras", "style": "tensor"}
import torch


def checkerboard_kernel():
    return torch.ones(1, 1, 2, 2)


def flatten_pattern(pattern: torch.Tensor) -> torch.Tensor:
    return torch.flatten(pattern)
