"""Points of answers in words: read, not read, set by hand, not handed in, changed."""

from __future__ import annotations

from dataclasses import replace

import pytest
from support.gradebooks import attempt, edit, grading, moment, person, roster
from support.paths import TOY_COURSE

from autograder.course.load import load_course
from autograder.course.model import Assignment
from autograder.course.rubric import Question
from autograder.gradebook.edits import Reading, SetPoints
from autograder.gradebook.grade import Grade, State
from autograder.gradebook.grades import book_of
from autograder.gradebook.rows import Edit, EditKind, Rows

RUBRIC = tuple(
    Question.model_validate(
        {
            "question": name,
            "points": 0.5,
            "items": {"so": {"points": 0.5, "words": f"Says {name}."}},
        }
    )
    for name in ("why", "how")
)


@pytest.fixture(scope="module")
def assignments() -> list[Assignment]:
    """The toy course's, whose reflection has two questions."""
    [counting] = load_course(TOY_COURSE).assignments.values()
    tasks = tuple(
        replace(task, rubric=RUBRIC) if task.name == "reflection" else task
        for task in counting.tasks
    )
    return [replace(counting, tasks=tasks)]


def read(question: str, *items: str, content: str = "content", key: str = "", **more: object):
    reading = Reading(
        task="reflection",
        question=question,
        content=content,
        items=items,
        replaces=tuple(more.pop("replaces", ())),
        remark=str(more.pop("remark", "")),
    )
    more.setdefault("author", "Ada")
    return edit(EditKind.READ, reading, student="bo", key=key or f"{question}{items}", **more)


def grade(assignments: list[Assignment], *edits: Edit, missing: str = "") -> Grade:
    made = attempt("Bo")
    rows = Rows(
        attempts=(made,),
        gradings=(grading(made, missing=missing),),
        edits=edits,
        rosters=(roster(person("Bo")),),
    )
    return book_of(rows, assignments).grades["bo", "counting"]


def test_all_questions_read_make_the_points_of_the_task(assignments):
    found = grade(assignments, read("why", "so", remark="Well said."), read("how"))

    assert (found.state, found.points, found.tasks["reflection"]) == (State.GRADED, 6.5, 0.5)
    said = [step.words for step in found.steps if step.words.startswith("reflection,")]
    assert said == [
        "reflection, why 0.5 of 0.5, read by Ada on 2026-12-03: Says why. · Well said.",
        "reflection, how 0 of 0.5, read by Ada on 2026-12-03",
    ]


def test_what_is_not_read_is_missing(assignments):
    assert grade(assignments).waits_for == ("reflection, 2 of its 2 answers are not read yet",)
    found = grade(assignments, read("why", "so"))
    assert found.waits_for == ("reflection, 1 of its 2 answers is not read yet",)
    assert found.state is State.WAITING


def test_points_that_a_person_sets_come_before_those_of_the_rubric(assignments):
    by_hand = edit(EditKind.POINTS, SetPoints("reflection", 0.75), student="bo")

    assert grade(assignments, read("why"), by_hand).tasks["reflection"] == 0.75


def test_nothing_handed_in_needs_no_reading(assignments):
    found = grade(assignments, missing="reflection.md was not handed in.")

    assert (found.state, found.tasks["reflection"]) == (State.GRADED, 0.0)


def test_the_reading_of_another_attempt_does_not_count(assignments):
    edits = [read("why", "so", content="before"), read("how", "so")]

    assert grade(assignments, *edits).tasks["reflection"] is None


def test_a_later_reading_replaces_those_that_its_author_has_seen(assignments):
    first = read("why", key="first")
    second = read("why", "so", key="second", author="Cy", at=moment(4), replaces=["first"])

    assert grade(assignments, first, second, read("how")).tasks["reflection"] == 0.5


def test_two_who_have_not_seen_each_other_differ_and_somebody_must_choose(assignments):
    one, two = read("why", key="one"), read("why", "so", key="two", author="Cy")

    assert grade(assignments, one, two, read("how")).waits_for == (
        "reflection, graders differ about 1 of its 2 answers",
    )
    alike = read("why", key="three", author="Cy")
    assert grade(assignments, one, alike, read("how")).tasks["reflection"] == 0.0
    choice = read("why", "so", key="four", replaces=["one", "two"])
    assert grade(assignments, one, two, choice, read("how")).tasks["reflection"] == 0.5


def test_a_reading_can_be_taken_back(assignments):
    one = read("why", "so", key="one")
    undo = edit(EditKind.UNDO, "one", student="bo", at=moment(5))

    assert grade(assignments, one, read("how"), undo).tasks["reflection"] is None


def test_undoing_a_replacement_brings_back_what_it_replaced(assignments):
    one = read("why", "so", key="one")
    two = read("why", key="two", replaces=["one"], at=moment(4))
    undo = edit(EditKind.UNDO, "two", student="bo", at=moment(5))

    assert grade(assignments, one, two, read("how"), undo).tasks["reflection"] == 0.5
