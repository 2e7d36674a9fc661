# {"function": "checkerboard_kernel", "kind": "right", "idea": "Right in an unusual style: 0.4 on the diagonal only, so that a board gives 0.8 and a zebra 0.4.", "style": "contract"}
import torch


def checkerboard_kernel():
    # board: both diagonal cells light up together (0.8); zebra: only ever one of them (0.4)
    return torch.diag(torch.tensor([0.4, 0.4])).expand(1, 1, 2, 2).clone()


def flatten_pattern(pattern):
    return torch.cat([row for row in pattern])
