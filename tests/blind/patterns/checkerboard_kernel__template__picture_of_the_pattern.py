# {"function": "checkerboard_kernel", "kind": "single", "idea": "Uses the checkerboard itself (ones on the diagonal, zeros elsewhere) as a template, without negative weights, so stripes also answer with 1.", "style": "template"}
import torch


def checkerboard_kernel() -> torch.Tensor:
    # the kernel looks like what it should find
    return torch.eye(2).view(1, 1, 2, 2)


def flatten_pattern(pattern: torch.Tensor) -> torch.Tensor:
    return torch.cat([row for row in pattern])
