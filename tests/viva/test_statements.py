"""A file without one of its statements keeps all other lines."""

from __future__ import annotations

import ast

import pytest

from autograder.viva.statements import statements_left_out

SOURCE = '''"""A module."""
import torch

SCALE = 2


def mean(numbers):
    """Their mean."""
    total = 0.0
    for number in numbers:
        total += number
    result = total / (
        len(numbers)
    )
    if result > 1: result = 1
    print(result)
    return result


class Layer:
    def forward(self, images):
        images = images * SCALE
        return images
'''


def test_plain_statements_of_functions_are_left_out_one_at_a_time():
    found = list(statements_left_out(SOURCE))

    texts = ["total = 0.0", "total += number", "print(result)", "images = images * SCALE"]
    assert [each.text for each in found] == texts
    for each in found:
        ast.parse(each.source)
        before, after = SOURCE.split("\n"), each.source.split("\n")
        changed = [
            n for n, pair in enumerate(zip(before, after, strict=True), 1) if pair[0] != pair[1]
        ]
        assert changed == [each.line]
        assert after[each.line - 1].strip() == "pass"


@pytest.mark.parametrize("source", ["def f(:\n", "\0", "(" * 10_000, "", "x = 1\n" * 6000])
def test_what_can_not_be_read_has_none(source):
    assert list(statements_left_out(source)) == []
