"""Tests which names in files for students `verify` takes for a leak."""

from __future__ import annotations

import pytest

from autograder.verification import leaks

HIDDEN = "test_double_precision_is_kept"  # a check of the toy course


@pytest.mark.parametrize(
    ("name", "more"),
    [
        (HIDDEN, ""),
        (
            f"{HIDDEN}_by_shares",
            " It is a part of a longer name there, which tells it as well: choose another.",
        ),
    ],
)
def test_a_hidden_name_is_a_leak_even_as_a_part_of_another(toy_course, name, more):
    visible = {"tests/test_shares.py": f"def {name}():\n    assert True\n".encode()}

    assert list(leaks.for_students(toy_course, visible)) == [
        "tests/test_shares.py, line 1, holds a name of "
        f"assignments/counting/graders/test_shares.py, line 19 (test…).{more}"
    ]


def test_a_name_that_is_only_like_it_is_none(toy_course):
    visible = {"tests/test_shares.py": b"def test_double_precision():\n    assert True\n"}

    assert list(leaks.for_students(toy_course, visible)) == []
