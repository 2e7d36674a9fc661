"""Rubrics in grading.yml: what they hold, and each fault in them with its line."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
import yaml
from support.paths import TOY_COURSE

from autograder.course import fingerprints
from autograder.course.load import load_course
from autograder.errors import CourseError

QUESTION = {
    "question": "Why one?",
    "points": 1,
    "items": {"whole": {"points": 1, "words": "All parts are the whole.", "note": "Or so."}},
}
MORE = {**QUESTION, "question": "Why not two?"}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """The toy course, whose reflection asks a question."""
    root = Path(shutil.copytree(TOY_COURSE, tmp_path / "course"))
    answer = root / "solutions/counting/reflection.md"
    answer.write_text(answer.read_text() + "\n## Why one?\n\nSo.\n")
    return root


def write(root: Path, rubric: object, task: str = "reflection") -> None:
    written = yaml.safe_load((root / "grading.yml").read_text())
    written["assignments"]["counting"]["tasks"][task]["rubric"] = rubric
    (root / "grading.yml").write_text(yaml.safe_dump(written, sort_keys=False))


def test_a_rubric_is_read_and_changes_nothing_of_the_checks(root):
    before = load_course(root).assignment("counting")
    mark = fingerprints.fingerprint(load_course(root), before)
    write(root, [QUESTION])

    course = load_course(root)

    [question] = course.assignment("counting").task("reflection").rubric
    assert question.items["whole"].words == "All parts are the whole."
    assert fingerprints.fingerprint(course, course.assignment("counting")) == mark


@pytest.mark.parametrize(
    ("items", "found", "points"),
    [
        ({"a": 1, "b": 0.5}, ["a", "b"], 1.0),  # no more than the question has
        ({"a": 0.1, "b": 0.2, "c": 1}, ["a", "b"], 0.3),
        ({"a": 1, "b": -2}, ["a", "b"], 0.0),  # and no less than nothing
        ({"a": 1, "b": -0.25}, ["a", "b"], 0.75),
        ({"a": 1}, ["a", "gone"], 1.0),
        ({"a": 1}, [], 0.0),
    ],
)
def test_items_add_up_within_the_points_of_the_question(root, items, found, points):
    its = {name: {"points": value, "words": name} for name, value in items.items()}
    write(root, [{**QUESTION, "items": its}])

    [question] = load_course(root).assignment("counting").task("reflection").rubric

    assert question.points_of(found) == points


@pytest.mark.parametrize(
    ("rubric", "sentence"),
    [
        (
            [QUESTION, MORE],
            "the questions of the rubric have 2 points together, and the task has 1",
        ),
        ([{**QUESTION, "points": 0.5}, {**QUESTION, "points": 0.5}], "'Why one?' is there twice"),
        ([MORE], "has the question 'Why not two?' in its rubric, which is no heading in"),
        (
            [{**QUESTION, "items": {"a": {"points": 0.5, "words": "Half."}}}],
            "all items of 'Why one?' together give 0.5 points, and the question has 1",
        ),
        ([{**QUESTION, "items": {"a": {"points": 1}}}], "words of task 'reflection' is missing"),
        (
            [{**QUESTION, "items": {"a": {"points": 1, "words": "So.", "wrods": "x"}}}],
            "unknown key 'wrods' of task 'reflection'; did you mean 'words'?",
        ),
        ([{**QUESTION, "qestion": "x"}], "unknown key 'qestion' of task 'reflection'"),
        ([{**QUESTION, "items": {}}], "items of task 'reflection' is empty; fill it in"),
        ([{**QUESTION, "points": "1"}], "points of task 'reflection' is text"),
    ],
)
def test_each_fault_is_a_sentence_with_a_line(root, rubric, sentence):
    write(root, rubric)

    with pytest.raises(CourseError) as caught:
        load_course(root)

    assert sentence in str(caught.value)
    assert str(caught.value).startswith("grading.yml:")


def test_only_people_read_by_a_rubric(root):
    write(root, [QUESTION], task="vowels")

    with pytest.raises(CourseError, match="a rubric is for people; add `graded_by: person`"):
        load_course(root)
