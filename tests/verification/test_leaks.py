"""Tests which names in files for students `verify` takes for a leak."""

from __future__ import annotations

import pytest

from autograder.verification import leaks

HIDDEN = "test_double_precision_is_kept"  # a check of the toy course


@pytest.mark.parametrize("name", [HIDDEN, f"{HIDDEN}_by_shares"])
def test_a_hidden_name_is_a_leak_even_as_a_part_of_another(toy_course, name):
    visible = {"tests/test_shares.py": f"def {name}():\n    assert True\n".encode()}

    assert list(leaks.for_students(toy_course, visible)) == [
        "tests/test_shares.py holds a name of assignments/counting/graders/test_shares.py (test…)."
    ]


def test_a_name_that_is_only_like_it_is_none(toy_course):
    visible = {"tests/test_shares.py": b"def test_double_precision():\n    assert True\n"}

    assert list(leaks.for_students(toy_course, visible)) == []
