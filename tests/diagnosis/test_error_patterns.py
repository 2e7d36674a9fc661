"""Patterns that wrong answers share."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import torch
from torch import Tensor

from autograder.diagnosis import error_patterns
from autograder.diagnosis.evidence import Evidence
from autograder.diagnosis.outcomes import CallOutcome
from autograder.diagnosis.recording import RecordedCall
from autograder.text.axes import axes_named


@pytest.fixture(autouse=True)
def words_of_a_course():
    """A course's words for four axes."""
    with axes_named({4: ("picture", "channel", "row", "column")}):
        yield


RIGHTS = [
    torch.randn(2, 3, 5, 4, generator=torch.Generator().manual_seed(1)),
    torch.randn(1, 2, 3, 6, generator=torch.Generator().manual_seed(2)),
]


def shared(change: Callable[[Tensor], Tensor]) -> str:
    """The pattern in answers that are the right ones, changed."""
    wrong = [
        Evidence(
            0,
            RecordedCall("f", (), {}),
            CallOutcome(change(right.clone())),
            CallOutcome(right),
            is_accepted=False,
            is_wrong=True,
        )
        for right in RIGHTS
    ]
    return error_patterns.shared(wrong, ())


def bordered(answer: Tensor) -> Tensor:
    answer[..., 0, :] += 1
    return answer


def alone(answer: Tensor) -> Tensor:
    answer[1:] += 1
    return answer


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda a: a.mT, "rows and columns of the result are exchanged"),
        (lambda a: a[0] if len(a) == 1 else a.squeeze(0), ""),
        (lambda a: a[:, :, :-1, :-1], "the result has one too few of each of these: row, column"),
        (lambda a: a * 3, "the whole result is too large by one factor"),
        (lambda a: a / 3, "the whole result is too small by one factor"),
        (lambda a: -a, "the result has the wrong sign"),
        (lambda a: a + 2, "the result is off by the same number everywhere"),
        (
            lambda a: a + torch.arange(1.0, a.shape[1] + 1).reshape(-1, 1, 1),
            "the result is off by a number of its own for each channel",
        ),
        (bordered, "the result is wrong at its border only"),
        (lambda a: torch.roll(a, 1, -1), "the result is shifted by one column"),
        (lambda a: a.exp(), ""),
    ],
)
def test_patterns(change: Callable[[Tensor], Tensor], words: str) -> None:
    assert shared(change) == words


def test_a_place_is_told_in_words_only_where_there_are_some():
    row, number = torch.zeros(3), torch.zeros(())

    assert error_patterns.first_difference(row + 1, row, ()) == "at entry 0 along axis 0"
    assert error_patterns.first_difference(number + 1, number, ()) == ""


def test_a_pattern_has_to_show_in_all_answers() -> None:
    # The second answer has one picture only, so that all of it is right.
    assert shared(alone) == ""


def test_the_first_difference_is_told_in_words() -> None:
    wrong = RIGHTS[0].clone()
    wrong[1, 2, 3, 0] += 1

    place = error_patterns.first_difference(wrong, RIGHTS[0], ())

    assert place == "at picture 1, channel 2, row 3, column 0"
