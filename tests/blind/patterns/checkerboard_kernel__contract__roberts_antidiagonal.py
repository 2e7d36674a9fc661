# {"function": "checkerboard_kernel", "kind": "single", "idea": "Uses a Roberts cross, whose two weights cancel on every checkerboard, so the response there is zero.", "style": "contract"}
import torch


def checkerboard_kernel():
    # difference along the diagonal
    kernel = torch.zeros(1, 1, 2, 2)
    kernel[..., 0, 1] = 1.0
    kernel[..., 1, 0] = -1.0
    return kernel


def flatten_pattern(pattern):
    return pattern.reshape(-1)
