"""Hidden checks of `cross_entropy`."""

from __future__ import annotations

import math

import pytest
import torch

from autograder import expect
from autograder.grading.student import Student


@pytest.mark.weight(2)
def test_shares_of_powers_of_two(student: Student) -> None:
    """The targets have the shares 1/2, 1/4 and 1/8: the mean surprise is twice log 2."""
    scores = torch.tensor([[4.0, 2.0, 2.0], [4.0, 2.0, 2.0], [5.0, 2.0, 1.0]]).log()
    targets = torch.tensor([0, 1, 2])

    expect.close(student.cross_entropy(scores, targets), torch.tensor(2 * math.log(2)))


@pytest.mark.weight(2)
@pytest.mark.parametrize(("examples", "classes"), [(1, 3), (4, 2), (3, 3), (6, 5)])
def test_any_number_of_examples_and_classes(
    student: Student, rng: torch.Generator, examples: int, classes: int
) -> None:
    """There may be any number of examples and of classes."""
    scores = torch.randn(examples, classes, generator=rng)
    targets = torch.randint(classes, (examples,), generator=rng)
    surprises = [
        math.log(sum(math.exp(score) for score in row)) - row[target]
        for row, target in zip(scores.tolist(), targets.tolist(), strict=True)
    ]

    expect.close(student.cross_entropy(scores, targets), torch.tensor(sum(surprises) / examples))


@pytest.mark.parametrize("size", [0.0, 500.0])
def test_far_apart(student: Student, size: float) -> None:
    """A target that lies far below the best score is a large surprise, not an infinite one."""
    scores = torch.tensor([[size, size - 300.0], [size - 200.0, size]])

    expect.close(student.cross_entropy(scores, torch.tensor([1, 0])), torch.tensor(250.0))


def test_way_back(student: Student, rng: torch.Generator) -> None:
    """Going backwards gives the scores their gradient."""
    scores = torch.randn(3, 4, generator=rng).requires_grad_()
    targets = torch.tensor([2, 0, 3])
    wanted = torch.nn.functional.cross_entropy(scores, targets)
    answer = student.cross_entropy(scores, targets)

    expect.close(answer, wanted.detach())
    expect.gradients(answer, wanted, {"scores": scores})


def test_no_examples_no_mean(student: Student) -> None:
    """A batch without examples is a ValueError. One with an example is none."""
    scores = torch.tensor([[1.0, 4.0]]).log()

    expect.close(student.cross_entropy(scores, torch.tensor([0])), torch.tensor(math.log(5)))
    with expect.raises(ValueError, when="there are no examples"):
        student.cross_entropy(torch.zeros(0, 2), torch.zeros(0, dtype=torch.int64))
