"""Hypotheses are made on top of solutions, and have to be recognised."""

from __future__ import annotations

import pytest

from autograder.course.model import Course
from autograder.diagnosis import telling_apart
from autograder.verification import recognised_maps
from autograder.verification.maps_of_function import OfFunction

pytestmark = pytest.mark.slow(4, per="test")


def of_patterns(course: Course):
    assignment = course.assignments["workbook"]
    return recognised_maps.of_assignment(course, assignment, [assignment.task("patterns")])


def test_each_kind_of_map_is_recognised_and_the_solution_gets_none(course: Course) -> None:
    found, faults = of_patterns(course)

    (flatten,) = [each for each in found if each.function == "flatten_pattern"]
    assert not faults
    assert flatten.recognised > 50
    assert not flatten.missed


def test_a_misconception_that_says_no_more_than_a_map_is_listed(course: Course) -> None:
    found, _ = of_patterns(course)

    short, full = (list(recognised_maps.lines(found, in_full=each)) for each in (False, True))

    assert "flattens_column_by_column = flatten_pattern:pattern:row_column:exchanged" in full
    assert len(short) == 2
    assert "have the answers of a hypothesis" in short[1]
    assert "--matrix lists them" in short[1]


def test_where_none_was_made_nothing_is_called_proved() -> None:
    nothing = OfFunction("softmax", maps=121, recognised=0, unsure=(), missed=(), as_good={})

    (line,) = recognised_maps.lines([nothing], in_full=False)

    assert line.startswith(
        "121 as-if hypotheses of 1 function; none was made, so nothing is proved"
    )


def test_a_function_without_any_is_said_to_have_none_and_why() -> None:
    texts = OfFunction("describe", maps=0, recognised=0, unsure=(), missed=(), as_good={})
    other = OfFunction("softmax", maps=9, recognised=3, unsure=(), missed=(), as_good={})

    (first, second) = recognised_maps.lines([texts, other], in_full=False)

    assert first.startswith("9 as-if hypotheses of 2 functions; of each kind one was made")
    assert second.startswith("`describe` has none: hypotheses change whole numbers, floats, ten")


def test_a_map_that_nothing_confirms_is_a_fault(
    course: Course, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(telling_apart.TellingApart, "survivor", lambda self, sets: None)

    _, faults = of_patterns(course)

    assert faults
    assert all("is not recognised" in fault for fault in faults)


def test_a_map_that_too_few_calls_can_show_is_none(
    course: Course, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(telling_apart.TellingApart, "survivor", lambda self, sets: None)
    monkeypatch.setattr("autograder.verification.maps_of_function.fresh_calls", lambda *_: iter([]))

    found, faults = of_patterns(course)

    assert not faults
    assert any(each.unsure for each in found)
