"""What a student reads where lists and texts are compared by a visible test."""

from __future__ import annotations

import copy
from collections import Counter

import numpy as np
import pytest
import torch
from support.given_modules import given

pytestmark = pytest.mark.torch


@pytest.fixture
def grids():
    return given("grids")


@pytest.mark.parametrize("value", [[3, 1, 2], "a cat", (1, [2]), {"a": 1}, []])
def test_equal_plain_data_passes(grids, value):
    grids.same(value, value)


@pytest.mark.parametrize(
    ("yours", "expected"),
    [
        ([0.1 + 0.2, 1], [0.3, 1]),
        ({"a": (0.1 + 0.2, [2.0])}, {"a": (0.3, [2.0])}),
        (Counter("abca"), {"a": 2, "b": 1, "c": 1}),
        ([torch.ones(2) / 3, "a"], [torch.full((2,), 0.33333334), "a"]),
        ([float("nan")], [float("nan")]),
    ],
)
def test_numbers_in_lists_may_differ_by_rounding(grids, yours, expected):
    grids.same(yours, expected)


@pytest.mark.parametrize(
    ("yours", "expected"),
    [
        ([0.30001], [0.3]),
        ([[1], [2, 3]], [[1], [2]]),
        ({"a": 1}, {"b": 1}),
        ([(1, 2)], [[1, 2]]),
        ([torch.ones(2)], [torch.ones(3)]),
        ([torch.ones(2)], [1]),
    ],
)
def test_other_parts_of_lists_differ(grids, yours, expected):
    with pytest.raises(AssertionError, match=r"The (list|dict)s differ"):
        grids.same(yours, expected)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ([[1], [2, 3]], [[1], [2, 4]]),
        ([["a"], []], [["a"]]),
        ([0.1 + 0.2], [0.3]),
        ([torch.ones(2)], [torch.zeros(2)]),
        (torch.ones(2), torch.zeros(2)),
    ],
)
def test_what_is_written_into_is_found_in_any_lists(grids, before, after):
    grids.unchanged(before, copy.deepcopy(before), "the rows")

    with pytest.raises(AssertionError, match="Your code has written into the rows"):
        grids.unchanged(before, after, "the rows")


def test_an_array_may_hold_the_numbers_of_a_list(grids):
    grids.same(np.array([0.5, 1.0]), [0.5, 1.0])

    with pytest.raises(AssertionError, match="1 of 2 numbers differ"):
        grids.same(np.array([0.5, 1.5]), [0.5, 1.0])
    with pytest.raises(AssertionError, match="A str should come back"):
        grids.same(np.array([0.5, 1.5]), "a cat")


@pytest.mark.parametrize(
    ("yours", "expected", "words"),
    [
        ([3, 1], [3, 2], ["The lists differ.", "[3, 2]     |   [3, 1]"]),
        ("a cap", "a cat", ["The texts differ.", "'a cat'    |   'a cap'"]),
        ((3, 2), [3, 2], ["A list should come back, not something of type tuple."]),
        (None, [3, 2], ["Nothing came back: is there a `return`?"]),
        ([0] * 400, [1] * 400, ["The lists differ.", "…"]),
    ],
)
def test_both_are_shown_where_they_differ(grids, yours, expected, words):
    with pytest.raises(AssertionError) as failed:
        grids.same(yours, expected, "Each word has a number.")

    said = str(failed.value)
    assert all(each in said for each in words), said
    assert max(map(len, said.splitlines())) < 300
