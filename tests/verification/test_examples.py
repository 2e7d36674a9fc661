"""What students run at home holds for the solutions: also by what check.py looks out for."""

from __future__ import annotations

import shutil

import pytest
from support.paths import TESTS

from autograder.course.load import load_course
from autograder.verification.examples import visible_faults

pytestmark = [pytest.mark.slow(30), pytest.mark.torch]

VISIBLE = "assignments/attention/visible/test_cross_entropy.py"


def test_what_check_py_forbids_in_a_visible_test_is_a_fault(tmp_path):
    root = shutil.copytree(TESTS / "attention_course", tmp_path / "course")
    text = (root / VISIBLE).read_text()
    assert "by_pytorch(go_back, wanted)" in text
    (root / VISIBLE).write_text(text.replace("by_pytorch(go_back, wanted)", "go_back(wanted)"))
    course = load_course(root)
    assignment = course.assignment("attention")

    (fault,) = visible_faults(course, assignment, assignment.checked_tasks())

    assert "with the solutions, check.py finds in the test " in fault
    assert "of cross_entropy: torch's own operator `" in fault


FAILING = """
import pytest
from attention_ import nothing_of_this_name
"""
WRONG = """
import pytest


@pytest.mark.parametrize("size", range(3))
def test_sizes_are_small(size):
    assert size == 0, f"the size is {size}\\nand more"


def test_it_is_there():
    raise ValueError("no such thing")


@pytest.mark.skip(reason="later")
def test_later():
    pass
"""


@pytest.fixture
def said_of(tmp_path):
    def said(text: str) -> list[str]:
        root = shutil.copytree(TESTS / "attention_course", tmp_path / "course")
        (root / VISIBLE).write_text(text)
        course = load_course(root)
        assignment = course.assignment("attention")
        tasks = [task for task in assignment.checked_tasks() if task.name == "cross_entropy"]
        return list(visible_faults(course, assignment, tasks))

    return said


def test_each_visible_test_that_fails_is_named_with_its_reason(said_of):
    count, *failing = (fault for fault in said_of(WRONG) if "check.py" not in fault)

    assert count == "with the solutions, 1 visible tests pass and 4 fail"
    where = "with the solutions, tests.test_cross_entropy: "
    assert failing[:4] == [
        f"{where}test_sizes_are_small[1] fails: AssertionError: the size is 1",
        f"{where}test_sizes_are_small[2] fails: AssertionError: the size is 2",
        f"{where}test_it_is_there fails: ValueError: no such thing",
        f"{where}test_later fails: it is skipped: later",
    ]


def test_a_file_of_tests_that_cannot_be_imported_says_why(said_of):
    _, why, *_ = said_of(FAILING)

    assert "test_cross_entropy fails: ModuleNotFoundError: No module named 'attention_'" in why
