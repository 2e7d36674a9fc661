"""Tests that a visible test may ask PyTorch for what the student's code may not call."""

from __future__ import annotations

import pytest
import torch
from support.given_modules import given

FORBIDDEN = ("*softmax*",)


@pytest.fixture
def wanted():
    """What PyTorch gives, with a way back."""
    grids = given("grids")
    numbers = torch.tensor([1.0, 2.0], requires_grad=True)
    return grids, grids.by_pytorch(torch.softmax, numbers, dim=0)


def test_the_way_back_by_pytorch_is_no_students_call(wanted):
    grids, answer = wanted

    with given("forbidden").Watch(FORBIDDEN).on():
        grids.by_pytorch(grids.go_back, answer)


def test_without_it_the_test_itself_does_what_is_forbidden(wanted):
    grids, answer = wanted
    forbidden = given("forbidden")

    with pytest.raises(forbidden.NotAllowed, match="softmax"), forbidden.Watch(FORBIDDEN).on():
        grids.go_back(answer)
