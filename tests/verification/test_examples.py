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
