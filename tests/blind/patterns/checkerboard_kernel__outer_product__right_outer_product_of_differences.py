# {"function": "checkerboard_kernel", "kind": "right", "idea": "The kernel as an outer product of two differences; flattening by concatenating the rows.", "style": "outer_product"}
"""patterns: my own version, by hand."""

import torch


def checkerboard_kernel():
    difference = torch.tensor([-0.75, 0.75])
    return torch.outer(difference, difference)[None, None]


def flatten_pattern(pattern):
    return torch.cat(list(pattern))
