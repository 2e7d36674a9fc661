"""Tests the kill matrix with a second course, the toy course."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from autograder.course.model import Course
from autograder.grading.batch import GraderProcesses
from autograder.results import Report
from autograder.verification import equivalent_misconceptions, forecasts, kill_matrix, visible_tests
from autograder.verification.graded_references import GradedReferences

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
        task.name: visible_tests.visible_tests(toy_course, assignment, task)
        for task in assignment.checked_tasks()
    }

    short = "\n".join(kill_matrix.render(reports, visible, in_full=False))
    full = "\n".join(kill_matrix.render(reports, visible, in_full=True))

    assert "vowels: 3 checks × 4 known mistakes" in short
    assert "(visible) " in short
    assert kill_matrix.KILLED not in short
    assert "misses_capitals" not in short
    assert kill_matrix.KILLED in full
    assert "1  misses_capitals" in full


def test_the_forecast_is_compared_with_the_grade(
    toy_course: Course, reports: Mapping[kill_matrix.WrongAnswer, Report]
) -> None:
    assignment = toy_course.assignments["counting"]
    vowels = assignment.task("vowels")
    visible = {"vowels": visible_tests.visible_tests(toy_course, assignment, vowels)}

    found = {each.mistake: each for each in forecasts.forecasts(reports, visible)}
    rows = list(forecasts.render(list(found.values())))

    assert found["misses_capitals"].forecast == 0.5, "one of two visible tests sees it"
    assert 0 < found["misses_capitals"].grade < 1
    assert [row.split()[0] for row in rows[1:4]] == ["task", "vowels", "all"]
    assert any("misses_capitals" in row for row in rows[4:]) == (
        abs(found["misses_capitals"].error) > forecasts.NEAR
    )


def test_a_test_with_parameters_passes_in_proportion_and_counts_by_its_weight() -> None:
    tests = {
        "test_a": visible_tests.VisibleTest(weight=3, passing={"mistake": 0.5}),
        "test_b": visible_tests.VisibleTest(passing={"mistake": 1.0}),
    }

    assert visible_tests.forecast(tests, "mistake") == (3 * 0.5 + 1) / 4
    assert tests["test_a"].fails_for("mistake")
    assert not tests["test_b"].fails_for("mistake")


def test_the_distinguishing_call_is_shown_to_staff(toy_course: Course) -> None:
    found = equivalent_misconceptions.explain(
        toy_course, toy_course.assignments["counting"], "misses_capitals"
    )

    assert found is not None
    assert "count_vowels" in next(found.lines())


def test_no_two_misconceptions_are_equivalent(toy_course: Course) -> None:
    counting = toy_course.assignments["counting"]
    tasks = counting.checked_tasks()

    assert list(equivalent_misconceptions.groups(toy_course, counting, tasks)) == []
