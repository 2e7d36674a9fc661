# {"function": "flatten_pattern", "kind": "single", "idea": "turns every second row round, like a snake", "style": "cat"}
import torch


def checkerboard_kernel():
    return torch.tensor([[[[1.0, -1.0], [-1.0, 1.0]]]])


def flatten_pattern(pattern):
    rows = [row if i % 2 == 0 else row.flip(0) for i, row in enumerate(pattern)]
    return torch.cat(rows)
