"""Answers with fewer entries along an axis, read from the answers or made one of all."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest
import torch
from support.diagnosing import found
from torch import Tensor

from autograder.diagnosis.evidence import Evidence
from autograder.diagnosis.fitted_answers import fitted
from autograder.diagnosis.fitted_lengths import at_most
from autograder.diagnosis.maps_of_shape import of_shape
from autograder.diagnosis.outcomes import CallOutcome
from autograder.diagnosis.recording import RecordedCall

WORDS = ("picture", "channel", "row")


def evidence(mine: Sequence[int], right: Sequence[int]) -> Evidence:
    outcomes = CallOutcome(torch.zeros(*mine)), CallOutcome(torch.zeros(*right))
    return Evidence(0, RecordedCall("f", (), {}), *outcomes, is_accepted=False, is_wrong=True)


def test_as_many_are_kept_as_came_wherever_too_few_did() -> None:
    seen = [evidence((1, 2, 3), (1, 5, 3)), evidence((2, 2, 4), (2, 3, 4)), evidence((1,), (1,))]

    ((name, mistake),) = at_most("f", seen, WORDS)
    answer = mistake.wrong(lambda count: torch.arange(count).reshape(1, count, 1))

    assert name == "f:answer:channel:first_2_kept"
    assert "only the first 2 channels of the result were kept" in mistake.sentence
    assert answer(4).flatten().tolist() == [0, 1]
    assert answer(1).flatten().tolist() == [0]


@pytest.mark.parametrize(
    "shapes",
    [
        [((1, 2, 3), (1, 5, 3)), ((1, 3, 3), (1, 5, 3))],  # not always as many
        [((1, 2, 3), (1, 5, 3)), ((1, 4, 3), (1, 4, 3))],  # more at times
        [((1, 1, 3), (1, 5, 3))],  # a single one
        [((1, 5, 3), (1, 2, 3))],  # too many
        [((5, 3), (1, 5, 3))],  # another number of axes
    ],
)
def test_else_no_number_is_read(shapes: list[tuple[tuple[int, ...], tuple[int, ...]]]) -> None:
    assert not dict(at_most("f", [evidence(*each) for each in shapes], WORDS))


@pytest.mark.slow(20)
def test_channels_are_added_up_into_one_before_the_bias() -> None:
    def conv2d(images: Tensor, weight: Tensor, bias: Tensor | None = None, **of: Any) -> Tensor:
        answer = torch.nn.functional.conv2d(images, weight, None, **of)
        summed = answer.sum(1, keepdim=True)
        return summed if bias is None else summed + bias[:1, None, None]

    (name,), (sentence,) = found("convolution", "conv2d", conv2d)

    assert re.fullmatch(r"conv2d:answer_before_bias:\w+:summed_into_one", name)
    assert "before `bias` is added, were added up into one" in sentence


def test_an_axis_is_missing_of_which_nobody_knows_which() -> None:
    maps = {each.name: each.change for each in of_shape(WORDS)}

    assert maps["one_axis_left_out"](torch.zeros(1, 1, 3), {}).shape == (1, 3)
    with pytest.raises(ValueError, match="known"):
        maps["one_axis_left_out"](torch.zeros(1, 2, 3), {})
    assert list(maps).index("one_axis_left_out") < list(maps).index("first_entry")


def test_two_numbers_are_enough_for_a_factor_and_not_for_more() -> None:
    right = np.array([1.0, -1.0, -1.0, 1.0])

    assert fitted(right / 8, right) == (0.125, 0.0)
    assert fitted(right / 8 + 1, right) is None
    assert fitted(np.array([1.0, 2.0]), np.array([0.0, 4.0])) is None
    assert fitted(np.array([3.0, 3.0]), np.array([1.0, 1.0])) is None
    assert fitted(0 * right, right) is None
    assert fitted(-right / 4, right) is None
