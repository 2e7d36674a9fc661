"""Hidden checks of `centring`. Each isolates one idea, so that one mistake costs one check."""

from __future__ import annotations

from types import ModuleType

import pytest
import torch

from autograder import expect
from autograder.grading.student import Student

AXES = ("example", "feature")  # what sentences call the axes


@pytest.mark.weight(2)
def test_small_numbers(student: Student) -> None:
    """The features 1, 2, 6 and 10, 10, 40 have the means 3 and 20, which are taken away."""
    batch = torch.tensor([[1.0, 10.0], [2.0, 10.0], [6.0, 40.0]])
    wanted = torch.tensor([[-2.0, -10.0], [-1.0, -10.0], [3.0, 20.0]])

    expect.close(student.centred(batch), wanted, axes=AXES)


@pytest.mark.weight(2)
@pytest.mark.parametrize(("examples", "features"), [(2, 3), (5, 2), (4, 4)])
def test_any_shape(
    student: Student, reference: ModuleType, rng: torch.Generator, examples: int, features: int
) -> None:
    """A batch may have any number of examples and of features."""
    batch = torch.randn(examples, features, generator=rng)

    expect.close(student.centred(batch), reference.centred(batch), axes=AXES)


def test_double_precision_is_kept(student: Student, rng: torch.Generator) -> None:
    """What comes in as float64 comes out as float64."""
    batch = torch.randn(3, 2, generator=rng, dtype=torch.float64)

    expect.close(student.centred(batch), batch - batch.sum(dim=0) / 3, axes=AXES)


def test_batch_is_left_as_it_was(student: Student) -> None:
    """The result is a new tensor; the batch that was given stays as it is."""
    batch = torch.tensor([[5.0, 1.0], [7.0, 2.0]])

    expect.close(student.centred(batch), torch.tensor([[-1.0, -0.5], [1.0, 0.5]]), axes=AXES)
    expect.inputs_unchanged(student)


def test_no_examples_no_mean(student: Student) -> None:
    """A batch without examples is a ValueError. One with two examples is none."""
    batch = torch.tensor([[4.0, -3.0], [8.0, -1.0]])

    expect.close(student.centred(batch), torch.tensor([[-2.0, -1.0], [2.0, 1.0]]), axes=AXES)
    with expect.raises(ValueError, when="the batch has no examples"):
        student.centred(torch.zeros(0, 2))
