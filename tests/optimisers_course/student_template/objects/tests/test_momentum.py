"""Tests of `momentum` that you may see and run."""

import torch
from momentum import SGD


def test_one_and_two_steps():
    weight = torch.tensor([2.0])
    optimiser = SGD([weight], lr=0.5, momentum=0.5)
    optimiser.step([torch.tensor([2.0])])
    torch.testing.assert_close(weight, torch.tensor([1.0]))
    optimiser.step([torch.tensor([2.0])])
    torch.testing.assert_close(weight, torch.tensor([-0.5]))


def test_number_of_steps():
    optimiser = SGD([torch.zeros(1)], lr=0.5)
    assert optimiser.steps == 0
    optimiser.step([torch.ones(1)])
    assert optimiser.steps == 1
