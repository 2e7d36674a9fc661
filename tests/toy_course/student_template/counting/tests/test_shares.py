"""Tests of `shares` that you may see and run."""

import torch
from shares import shares


def test_two_numbers():
    torch.testing.assert_close(shares(torch.tensor([1.0, 3.0])), torch.tensor([0.25, 0.75]))
