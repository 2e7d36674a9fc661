"""What a student reads where lists and texts are compared by a visible test."""

from __future__ import annotations

import numpy as np
import pytest
from support.given_modules import given

pytestmark = pytest.mark.torch


@pytest.fixture
def grids():
    return given("grids")


@pytest.mark.parametrize("value", [[3, 1, 2], "a cat", (1, [2]), {"a": 1}, []])
def test_equal_plain_data_passes(grids, value):
    grids.same(value, value)


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
