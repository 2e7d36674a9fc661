# {"function": "flatten_pattern", "kind": "right", "idea": "Right: a stack of single elements, found by divmod of the flat place.", "style": "contract"}
import torch


def checkerboard_kernel():
    return torch.tensor([[[[1.0, -1.0], [-1.0, 1.0]]]])


def flatten_pattern(pattern):
    width = pattern.shape[1]
    return torch.stack([pattern[divmod(k, width)] for k in range(pattern.numel())])
