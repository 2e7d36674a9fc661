# {"function": "checkerboard_kernel", "kind": "single", "idea": "Takes a piece of the checkerboard itself (ones and zeros) as a template, and stripes hit one of its ones too.", "style": "contract"}
import torch


def checkerboard_kernel():
    # a kernel responds most to what looks like itself
    return torch.eye(2).reshape(1, 1, 2, 2)


def flatten_pattern(pattern):
    return torch.cat([row for row in pattern])
