"""Maps: what they leave alone, and pairs of them that were found where each shows alone."""

from __future__ import annotations

import sys
from typing import Any

import pytest
import torch
from support.diagnosing import found, of_workbook
from torch import Tensor

from autograder.diagnosis.maps import Map, of_numbers
from autograder.diagnosis.maps_of_running import of_running
from autograder.diagnosis.maps_of_shape import of_order
from autograder.diagnosis.maps_of_values import of_values

WORDS = ("picture", "channel", "row", "column")
KEEPING = (*of_values(()), *of_order(WORDS), *of_running(WORDS))


def test_what_is_said_to_keep_the_shape_does() -> None:
    """Where an answer has another shape, nothing of it is tried."""
    numbers = torch.rand(2, 3, 4, 5)

    assert all(each.keeps_shape for each in KEEPING)
    for each in KEEPING:
        assert each.change(numbers, {}).shape == numbers.shape, each.name


PAIRS = {"swapped", "first_for_both", "second_for_both", "second_ignored", "first_ignored"}


def test_a_pair_that_is_not_given_has_no_parts_to_change() -> None:
    maps: dict[str, Map] = {each.name: each for each in of_numbers(7, [], is_pair=True)}

    assert maps.keys() >= PAIRS
    assert all(maps[name].change(None, {}) is None for name in PAIRS)
    assert {name: maps[name].change((2, 3), {}) for name in PAIRS} == {
        "swapped": (3, 2),
        "first_for_both": (2, 2),
        "second_for_both": (3, 3),
        "second_ignored": (2, 7),
        "first_ignored": (7, 3),
    }
    assert maps["swapped"].change(2, {}) == (2, 2)


def both(value: Any) -> tuple[int, int]:
    return (value, value) if isinstance(value, int) else tuple(value)


def filled_up(images: Tensor, kernel_size: Any, stride: Any = 1) -> Tensor:
    """Zeros behind until all windows fit, and the stride's parts exchanged."""
    window, step = both(kernel_size), both(stride)[::-1]
    sides = list(zip(images.shape[2:], window, step, strict=True))
    if any(side < high or min(high, by) < 1 for side, high, by in sides):
        raise ValueError("no window fits")
    (down, across) = [-(side - high) % by for side, high, by in sides]
    wide = torch.nn.functional.pad(images, (0, across, 0, down))
    return wide.unfold(2, window[0], step[0]).unfold(3, window[1], step[1])


@pytest.mark.slow(20)
def test_what_differs_only_beyond_the_border_may_be_one_of_two() -> None:
    names, _ = found("convolution", "sliding_windows", filled_up)

    # What is left out of a window is zero there, so that the two are one.
    stem = "sliding_windows:windows:both:count_rounded_up"
    assert names in [
        {f"{stem}:{each}", "windows_swap_the_strides"} for each in ("zero", "left_out")
    ]


@pytest.mark.slow(20)
def test_a_known_mistake_changes_what_is_given_back(monkeypatch: pytest.MonkeyPatch) -> None:
    # The solution of pooling uses that of convolution.
    monkeypatch.setitem(sys.modules, "convolution", of_workbook("convolution").right)

    names, sentences = found(
        "pooling", "flatten", lambda images: images.mT.flatten(2).flatten(0, 1)
    )

    grouped = "flatten:images_for_answer:picture_channel_and_row_column:in_axes"
    assert names == {grouped, "flatten_reads_column_by_column"}
    words = "its pictures and channels in one axis, and its rows and columns in another"
    assert any(words in each for each in sentences)
