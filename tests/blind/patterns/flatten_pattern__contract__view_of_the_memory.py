# {"function": "flatten_pattern", "kind": "single", "idea": "Uses view, which fails on a pattern that does not lie contiguously in memory.", "style": "contract"}
import torch


def checkerboard_kernel():
    # plus/minus along both directions
    v = torch.tensor([1.0, -1.0])
    return (v.unsqueeze(1) * v.unsqueeze(0)).reshape(1, 1, 2, 2)


def flatten_pattern(pattern):
    height, width = pattern.shape
    return pattern.view(height * width)
