"""Hidden checks of `windows`: contexts and targets of small texts."""

from __future__ import annotations

from types import ModuleType

import pytest
import torch
from torch import Tensor

from autograder import expect
from autograder.grading.student import Student


def both(answer: object) -> tuple[Tensor, Tensor]:
    """Contexts and targets, if there are two."""
    expect.that(
        isinstance(answer, tuple | list) and len(answer) == 2,
        "The result should be contexts and targets: a tuple of two tensors.",
    )
    contexts, targets = answer  # type: ignore[misc]
    return contexts, targets


@pytest.mark.weight(2)
def test_five_characters(student: Student) -> None:
    """A text of five characters has two windows of three; each is followed by one character."""
    contexts, targets = both(student.windows(torch.tensor([9, 4, 7, 7, 2]), 3))

    expect.close(contexts, torch.tensor([[9, 4, 7], [4, 7, 7]]), name="The contexts")
    expect.close(targets, torch.tensor([7, 2]), name="The targets")


@pytest.mark.weight(2)
@pytest.mark.parametrize(("characters", "length"), [(6, 2), (8, 5), (5, 4), (4, 1)])
def test_any_length(
    student: Student, reference: ModuleType, rng: torch.Generator, characters: int, length: int
) -> None:
    """There is an example for each character that has enough before it, the last one included."""
    codes = 1 + torch.randint(40, (characters,), generator=rng)
    contexts, targets = both(student.windows(codes, length))
    wanted = reference.windows(codes, length)

    expect.close(contexts, wanted[0], name="The contexts")
    expect.close(targets, wanted[1], name="The targets")


def test_too_short(student: Student) -> None:
    """A text as long as a window is followed by nothing: a ValueError. One more is enough."""
    contexts, targets = both(student.windows(torch.tensor([3, 8, 5]), 2))

    expect.close(contexts, torch.tensor([[3, 8]]), name="The contexts")
    expect.close(targets, torch.tensor([5]), name="The targets")
    with expect.raises(ValueError, when="the text is too short"):
        student.windows(torch.tensor([3, 8, 5]), 3)
