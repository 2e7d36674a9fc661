"""Hidden checks of `shares.shares` and `shares.Scale`."""

from __future__ import annotations

import pytest
import torch

from autograder import expect


@pytest.mark.weight(2)
def test_shares_of_small_numbers(student):
    """Of 1, 3 and 4, the shares are one eighth, three eighths and one half."""
    numbers = torch.tensor([1.0, 3.0, 4.0])

    expect.close(student.shares(numbers), torch.tensor([0.125, 0.375, 0.5]))


def test_double_precision_is_kept(student):
    """Numbers in float64 have shares in float64."""
    numbers = torch.tensor([1.0, 2.0, 7.0, 10.0], dtype=torch.float64)

    expect.close(student.shares(numbers), numbers / 20)


def test_input_is_left_as_it_was(student):
    """The shares are new numbers; the ones that were given stay."""
    numbers = torch.tensor([2.0, 2.0, 4.0])

    shares = student.shares(numbers)

    expect.close(shares, torch.tensor([0.25, 0.25, 0.5]))
    expect.inputs_unchanged(student)


def test_nothing_to_share(student):
    """Numbers that add up to zero have no shares: that is a ValueError. Others have some."""
    expect.close(student.shares(torch.tensor([3.0, -1.0])), torch.tensor([1.5, -0.5]))
    with expect.raises(ValueError, when="the numbers add up to zero"):
        student.shares(torch.tensor([1.0, -1.0]))


def test_random_numbers(student, reference, rng):
    """Random numbers have the shares that they should have."""
    numbers = 1 + torch.rand(17, generator=rng)

    expect.close(student.shares(numbers), reference.shares(numbers))
