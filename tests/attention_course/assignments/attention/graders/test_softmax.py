"""Hidden checks of `softmax`. Each isolates one idea, so that one mistake costs one check."""

from __future__ import annotations

import math
from types import ModuleType

import pytest
import torch

from autograder import expect
from autograder.grading.student import Student

AXES = ("row", "score")


@pytest.mark.weight(2)
def test_small_numbers(student: Student) -> None:
    """The logarithms of 1, 2, 5 have the shares 1/8, 2/8, 5/8; those of 3, 3, 6 have 1/4, 1/4, 1/2."""
    scores = torch.tensor([[1.0, 2.0, 5.0], [3.0, 3.0, 6.0]]).log()
    wanted = torch.tensor([[0.125, 0.25, 0.625], [0.25, 0.25, 0.5]])

    expect.close(student.softmax(scores), wanted, axes=AXES)


@pytest.mark.weight(2)
@pytest.mark.parametrize("shape", [(5,), (4, 2), (3, 3), (2, 3, 4), (2, 2, 3, 2)], ids=str)
def test_any_shape(
    student: Student, reference: ModuleType, rng: torch.Generator, shape: tuple[int, ...]
) -> None:
    """The last axis is shared out, however many axes there are before it."""
    scores = torch.randn(shape, generator=rng)

    expect.close(student.softmax(scores), reference.softmax(scores))


@pytest.mark.parametrize("size", [1000.0, -1000.0])
def test_large_scores(student: Student, size: float) -> None:
    """Shares depend on the differences of scores alone, even where the scores are huge."""
    scores = size + torch.tensor([0.0, 1.0, 2.0])
    powers = torch.tensor([1.0, math.e, math.e**2])

    expect.close(student.softmax(scores), powers / powers.sum(), axes=("score",))


def test_rows_far_apart(student: Student) -> None:
    """A row with small scores has shares, too, when another has huge ones."""
    scores = torch.tensor([[0.0, math.log(3)], [500.0, 500.0]])
    wanted = torch.tensor([[0.25, 0.75], [0.5, 0.5]])

    expect.close(student.softmax(scores), wanted, axes=AXES)


def test_minus_infinity_has_no_share(student: Student) -> None:
    """A score of minus infinity gets the share zero, and the others share the rest."""
    scores = torch.tensor([[-math.inf, 0.0, math.log(4)], [1.0, -math.inf, 1.0]])
    wanted = torch.tensor([[0.0, 0.2, 0.8], [0.5, 0.0, 0.5]])

    expect.close(student.softmax(scores), wanted, axes=AXES)


def test_double_precision_is_kept(student: Student) -> None:
    """What comes in as float64 comes out as float64."""
    scores = torch.tensor([[1.0, 2.0, 7.0]], dtype=torch.float64).log()

    expect.close(student.softmax(scores), torch.tensor([[1.0, 2.0, 7.0]]).double() / 10)


def test_scores_are_left_as_they_were(student: Student) -> None:
    """The result is a new tensor; the scores that were given stay as they are."""
    expect.close(student.softmax(torch.tensor([[2.0, 2.0]])), torch.tensor([[0.5, 0.5]]))
    expect.inputs_unchanged(student)


def test_way_back(student: Student, rng: torch.Generator) -> None:
    """Going backwards gives the scores their gradient."""
    scores = torch.randn(3, 4, generator=rng).requires_grad_()
    wanted = torch.softmax(scores, dim=-1)
    answer = student.softmax(scores)

    expect.close(answer, wanted.detach(), axes=AXES)
    expect.gradients(answer, wanted, {"scores": scores})


def test_no_scores_no_shares(student: Student) -> None:
    """An empty last axis is a ValueError. One with two scores is none."""
    expect.close(student.softmax(torch.tensor([0.0, math.log(9)])), torch.tensor([0.1, 0.9]))
    with expect.raises(ValueError, when="there are no scores to share"):
        student.softmax(torch.zeros(2, 0))
