"""Answers NaN and infinity everywhere: what is not a number must not be close to one."""

import itertools

import torch

values = itertools.cycle([float("nan"), float("inf"), -float("inf"), 3.4e38, -0.0])


def shares(numbers):
    return torch.full_like(numbers, next(values))
