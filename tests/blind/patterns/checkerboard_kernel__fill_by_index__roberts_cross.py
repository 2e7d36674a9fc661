# {"function": "checkerboard_kernel", "kind": "single", "idea": "Takes the Roberts cross, the difference of two pixels on a diagonal. On a checkerboard diagonal neighbours are equal, so it is silent there and loud on stripes.", "style": "fill_by_index"}
import torch


def checkerboard_kernel() -> torch.Tensor:
    kernel = torch.zeros(1, 1, 2, 2)
    kernel[0, 0, 0, 0] = 1  # top left ...
    kernel[0, 0, 1, 1] = -1  # ... against bottom right
    return kernel


def flatten_pattern(pattern: torch.Tensor) -> torch.Tensor:
    return torch.cat([row for row in pattern])
