"""Tests the kill matrix with a second course, the toy course."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from autograder.course.model import Course
from autograder.grading.batch import GraderProcesses
from autograder.results import Report
from autograder.verification import equivalent_misconceptions, kill_matrix, visible_tests
from autograder.verification.verify import GradedReferences

pytestmark = pytest.mark.slow(20)


@pytest.fixture(scope="module")
def reports(
    toy_course: Course, toy_graders: GraderProcesses
) -> Mapping[kill_matrix.WrongAnswer, Report]:
    assignment = toy_course.assignments["counting"]
    return GradedReferences(toy_course, assignment, toy_graders).of_wrongs()


def test_every_mistake_loses_points_and_is_named(
    reports: Mapping[kill_matrix.WrongAnswer, Report],
) -> None:
    faults = {wrong.mistake: wrong.reference.fault(report) for wrong, report in reports.items()}

    assert {name: fault for name, fault in faults.items() if fault} == {}


def test_the_matrix_counts_or_shows_what_each_check_finds(
    toy_course: Course, reports: Mapping[kill_matrix.WrongAnswer, Report]
) -> None:
    assignment = toy_course.assignments["counting"]
    visible = {
        task.name: visible_tests.failing(toy_course, assignment, task)
        for task in assignment.checked_tasks()
    }

    short = "\n".join(kill_matrix.render(reports, visible, in_full=False))
    full = "\n".join(kill_matrix.render(reports, visible, in_full=True))

    assert "vowels: 3 checks × 4 misconceptions" in short
    assert "(visible) " in short
    assert kill_matrix.KILLED not in short
    assert "misses_capitals" not in short
    assert kill_matrix.KILLED in full
    assert "1  misses_capitals" in full


def test_the_distinguishing_call_is_shown_to_staff(toy_course: Course) -> None:
    found = equivalent_misconceptions.explain(
        toy_course, toy_course.assignments["counting"], "misses_capitals"
    )

    assert found is not None
    assert "count_vowels" in next(found.lines())


def test_no_two_misconceptions_are_equivalent(toy_course: Course) -> None:
    assert (
        list(equivalent_misconceptions.groups(toy_course, toy_course.assignments["counting"])) == []
    )
