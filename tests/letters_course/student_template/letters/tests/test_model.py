"""Tests of `model` that you may see and run."""

import torch
from model import NextLetter


def test_scores_of_each_letter():
    assert NextLetter(28)(torch.zeros(2, 5, dtype=torch.int64)).shape == (2, 5, 28)
