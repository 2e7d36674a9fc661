# {"function": "flatten_pattern", "kind": "single", "idea": "Calls view, which raises on a pattern that is not contiguous.", "style": "contract"}
import torch


def flatten_pattern(pattern):
    H, W = pattern.shape
    return pattern.view(H * W)


def checkerboard_kernel():
    return torch.tensor([[[[1.0, -1.0], [-1.0, 1.0]]]])
