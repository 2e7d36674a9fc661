"""Answers whose numbers went through a curve."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import pytest
import torch
from support.diagnosing import found
from torch import Tensor

CURVE = "conv2d:answer:curve"


def with_answer(change: Callable[[Tensor], Tensor]) -> Callable[..., Tensor]:
    def conv2d(images: Tensor, weight: Tensor, bias: Tensor | None = None, **of: Any) -> Tensor:
        answer: Tensor = torch.nn.functional.conv2d(images, weight, bias, **of)
        return change(answer)

    return conv2d


def softsign(numbers: Tensor) -> Tensor:
    return numbers / (1 + numbers.abs())


@pytest.mark.slow(20)
def test_it_is_named_with_what_it_leaves_alone() -> None:
    names, sentences = found("convolution", "conv2d", with_answer(softsign))

    assert names == {CURVE}
    (sentence,) = sentences
    assert "a curve that leaves 0 as it is and changes all others" in sentence


NOT_CURVES: Mapping[str, Callable[[Tensor], Tensor]] = {
    "steps": lambda numbers: (numbers * 3).floor() / 3 + 0.3,
    "what depends on the place": lambda numbers: (
        softsign(numbers) + 0.01 * torch.arange(numbers.shape[-1])
    ),
    "what depends on the other numbers": lambda numbers: softsign(numbers / numbers.abs().max()),
    "what falls": lambda numbers: 1 - torch.sigmoid(1.5 * numbers),
}


@pytest.mark.slow(20)
@pytest.mark.parametrize("name", NOT_CURVES)
def test_it_is_not_said_of(name: str) -> None:
    names, _ = found("convolution", "conv2d", with_answer(NOT_CURVES[name]))

    assert CURVE not in names


def brightness(curve: Callable[[Any], Any]) -> Callable[[Any], Any]:
    return lambda pixels: curve(pixels / 255)


def gamma_unless_dark(numbers: Any) -> Any:
    return np.where(numbers < 0.018, 4.5 * numbers, 1.099 * numbers**0.45 - 0.099)


@pytest.mark.slow(20)
def test_numbers_between_two_ends_are_said_to_be_larger_or_smaller() -> None:
    names, sentences = found("images", "brightness", brightness(gamma_unless_dark))

    assert names == {"brightness:answer:curve"}
    (sentence,) = sentences
    assert "leaves 0 and 1 as they are and makes those between larger" in sentence


@pytest.mark.slow(20)
def test_what_has_a_name_keeps_it() -> None:
    for name, curve in (
        ("brightness:answer:squared", lambda numbers: numbers**2),
        ("brightness:answer:rounded_to_1", lambda numbers: np.round(numbers, 1)),
    ):
        names, _ = found("images", "brightness", brightness(curve))

        assert names == {name}
