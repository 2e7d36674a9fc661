# {"function": "checkerboard_kernel", "kind": "single", "idea": "The signs alternate along the flat list, so both rows are alike: the kernel answers to upright stripes, not to the board.", "style": "contract"}
import torch


def checkerboard_kernel():
    signs = [(-1.0) ** n for n in range(4)]
    return torch.tensor(signs).view(1, 1, 2, 2)


def flatten_pattern(pattern):
    return torch.cat([row for row in pattern])
