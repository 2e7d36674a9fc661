"""Words for axes, one and several."""

from __future__ import annotations

import pytest

from autograder.text.axes import as_many, plural, words_of_each


@pytest.mark.parametrize(
    ("one", "several"),
    [
        ("row", "rows"),
        ("row of the window", "rows of the window"),
        (words_of_each(("row",), 2)[0], "entries along axis 0"),
    ],
)
def test_several_have_words_too(one, several):
    assert plural(one) == several


def test_two_axes_are_compared():
    assert as_many("row", "column of the window") == "as many rows as columns of the window"
