# {"function": "checkerboard_kernel", "kind": "right", "idea": "No negative numbers at all: 0.4 on the diagonal gives 0.8 on checkerboards and 0.4 on stripes; correct.", "style": "unusual-numbers"}
import torch


def checkerboard_kernel():
    return torch.diag(torch.full((2,), 0.4))[None, None]


def flatten_pattern(pattern):
    h, w = pattern.shape
    where = torch.arange(h * w)
    return pattern[where // w, where % w]
