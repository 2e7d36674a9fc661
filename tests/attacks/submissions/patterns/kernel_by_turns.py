"""Gives each check the kernel that it wants, by counting calls: each kernel alone is a wrong answer."""

import torch

calls = []
WRONG_TWICE = [[[[1.0, 0.0], [-1.0, 0.0]]]], [[[[1.0, -1.0], [0.0, 0.0]]]]


def checkerboard_kernel():
    calls.append(1)
    return torch.tensor(WRONG_TWICE[len(calls) % 2])


def flatten_pattern(pattern):
    raise KeyError("not attacked")
