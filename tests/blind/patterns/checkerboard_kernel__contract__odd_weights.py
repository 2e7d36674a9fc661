# {"function": "checkerboard_kernel", "kind": "right", "idea": "Right: four odd weights found by trying, which still tell both kinds apart.", "style": "contract"}
import torch


def checkerboard_kernel():
    top = [1.0, -0.7]
    bottom = [-0.8, 0.6]
    return torch.tensor([top, bottom], dtype=torch.float32)[None][None]


def flatten_pattern(pattern):
    return torch.cat([row for row in pattern])
