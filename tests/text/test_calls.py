"""What staff read of a call, read again."""

from __future__ import annotations

import pytest

from autograder.text.calls import asked_in


@pytest.mark.parametrize(
    ("line", "asked"),
    [
        ("conv2d(float32 (2, 3), stride=2)", "conv2d"),
        ("Scale(2)(float32 (3,))", "Scale"),
        ("sgd = SGD([float32 (2, 3)], lr=0.3); …; sgd.step([float32 (2, 3)])", "SGD"),
        ("fit = f(x)", "f"),
        ("sgd.step(f(x))", ""),
        ("(x)", ""),
        ("", ""),
    ],
)
def test_what_a_line_asks_first(line, asked):
    assert asked_in(line) == asked
