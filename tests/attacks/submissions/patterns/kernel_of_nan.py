"""A kernel of NaN and infinity: every comparison with its answers is undecided, and must not be won."""

import itertools

import torch

values = itertools.cycle([float("nan"), float("inf"), 3e38])


def checkerboard_kernel():
    return torch.full((1, 1, 2, 2), next(values))


def flatten_pattern(pattern):
    raise KeyError("not attacked")
