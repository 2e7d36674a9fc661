# {"function": "flatten_pattern", "kind": "right", "idea": "Right: computes row and column of every place by division with remainder and takes the pixels from there.", "style": "index_arithmetic"}
import torch


def checkerboard_kernel() -> torch.Tensor:
    kernel = torch.tensor([[0.5, -0.5], [-0.5, 0.5]])
    return kernel.reshape(1, 1, 2, 2)


def flatten_pattern(pattern: torch.Tensor) -> torch.Tensor:
    height, width = pattern.shape
    places = torch.arange(height * width)
    return pattern[places // width, places % width]
