# {"function": "flatten_pattern", "kind": "single", "idea": "Gives a batch of one flat row, (1, H*W).", "style": "contract"}
import torch


def checkerboard_kernel():
    return torch.tensor([[[[1.0, -1.0], [-1.0, 1.0]]]])


def flatten_pattern(pattern):
    return torch.flatten(pattern.unsqueeze(0), start_dim=1)
