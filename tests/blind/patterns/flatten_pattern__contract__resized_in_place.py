# {"function": "flatten_pattern", "kind": "single", "idea": "Flattens with resize_, so the caller's pattern is flat afterwards as well.", "style": "contract"}
import torch


def checkerboard_kernel():
    k = torch.ones(2, 2)
    k[0, 1] = -1
    k[1, 0] = -1
    return (k / 2)[None, None]


def flatten_pattern(pattern):
    rows, cols = pattern.size()
    if not pattern.is_contiguous():
        pattern = pattern.contiguous()
    return pattern.resize_(rows * cols)
