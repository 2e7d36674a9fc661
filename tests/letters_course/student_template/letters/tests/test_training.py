"""Tests of `training` that you may see and run."""

import torch
from model import NextLetter
from training import train


def test_some_parameters_move():
    model = NextLetter(28)
    before = [value.clone() for value in model.parameters()]

    train(model, torch.randint(28, (64, 9)), torch.device("cpu"))

    assert any(
        not torch.equal(old, new) for old, new in zip(before, model.parameters(), strict=True)
    )
