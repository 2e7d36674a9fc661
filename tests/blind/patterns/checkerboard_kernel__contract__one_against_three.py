# {"function": "checkerboard_kernel", "kind": "single", "idea": "One corner stands against the mean of the three others: stripes excite it as much as the board does.", "style": "contract"}
import torch


def checkerboard_kernel():
    k = torch.full((1, 1, 2, 2), -1 / 3)
    k[..., 0, 0] = 1
    return k


def flatten_pattern(pattern):
    h, w = pattern.shape
    return torch.stack([pattern[i, j] for i in range(h) for j in range(w)])
