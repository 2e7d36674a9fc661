# {"function": "flatten_pattern", "kind": "right", "idea": "Right in an unusual style: through nested Python lists that are chained.", "style": "contract"}
import itertools

import torch


def checkerboard_kernel():
    # plus/minus along both directions
    v = torch.tensor([1.0, -1.0])
    return (v.unsqueeze(1) * v.unsqueeze(0)).reshape(1, 1, 2, 2)


def flatten_pattern(pattern):
    numbers = list(itertools.chain.from_iterable(pattern.tolist()))
    return torch.tensor(numbers, dtype=pattern.dtype, device=pattern.device)
