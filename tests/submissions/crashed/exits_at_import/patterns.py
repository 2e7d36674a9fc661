import sys

import torch


def checkerboard_kernel():
    return torch.tensor([[[[1.0, -1.0], [-1.0, 1.0]]]])


def flatten_pattern(pattern):
    return pattern.ravel()


zebra = torch.zeros(6, 6)
zebra[::2] = 1
assert len(flatten_pattern(zebra)) == 36
print("everything works")
sys.exit(0)
