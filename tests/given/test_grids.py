"""What a student reads where lists and texts are compared by a visible test."""

from __future__ import annotations

import pytest
from support.given_modules import given

pytestmark = pytest.mark.torch


@pytest.fixture
def grids():
    return given("grids")


@pytest.mark.parametrize("value", [[3, 1, 2], "a cat", (1, [2]), {"a": 1}, []])
def test_equal_plain_data_passes(grids, value):
    grids.same(value, value)


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
