# {"function": "checkerboard_kernel", "kind": "single", "idea": "makes the kernel from integers, int64", "style": "tensor"}
import torch


def checkerboard_kernel():
    return torch.tensor([[[[1, -1], [-1, 1]]]])


def flatten_pattern(pattern: torch.Tensor) -> torch.Tensor:
    return torch.flatten(pattern)
