# {"function": "flatten_pattern", "kind": "single", "idea": "Like MATLAB's pattern(:), goes down the columns: column after column instead of row after row.", "style": "matlab_habit"}
import torch


def checkerboard_kernel() -> torch.Tensor:
    kernel = torch.tensor([[0.5, -0.5], [-0.5, 0.5]])
    return kernel.reshape(1, 1, 2, 2)


def flatten_pattern(pattern: torch.Tensor) -> torch.Tensor:
    rows, cols = pattern.shape
    flat = []
    for j in range(cols):
        flat.extend(pattern[:, j])
    return torch.stack(flat)
