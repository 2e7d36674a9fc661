"""Tests that a regrade by recordings equals a full one, whatever has changed in the course."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from support.regrading import (
    Edit,
    appended,
    class_in,
    course_with_more_checks,
    replaced,
    without_durations,
)

from autograder.grading.batch import GradedSubmission, warm_graders

pytestmark = pytest.mark.slow(90)

GRADERS = "assignments/counting/graders"
MISCONCEPTIONS = "assignments/counting/misconceptions"
WITH_TIMEOUTS = ("a tolerance", "a new check", "what is forbidden")  # each takes seconds
EVERYTHING = {"vowels", "shares"}
NEW_CHECK = '''

def test_new_numbers(student):
    """Ten and thirty are a quarter and three quarters."""
    expect.close(student.shares(torch.tensor([10.0, 30.0])), torch.tensor([0.25, 0.75]))
'''
NEW_MISTAKE = '''

def adds_a_little(shares):
    """What is added to each of your shares?"""
    return lambda numbers: shares(numbers) + 0.002
'''


@dataclass(frozen=True)
class Change:
    """A change of the course. `runs` are the cases that ask what was never asked, by submissions
    that have answered anything; a task's name stands for all of them.
    """

    edit: Edit
    runs: frozenset[str] = frozenset()


def change(edit: Edit, *runs: str) -> Change:
    return Change(edit, frozenset(runs))


CHANGES = {
    "nothing": change(lambda course: None),
    "a tolerance": change(
        replaced(f"{GRADERS}/test_shares.py", "TOLERANCE, NEAR = 0.01", "TOLERANCE, NEAR = 0.001")
    ),
    "a title": change(replaced(f"{GRADERS}/test_shares.py", "One of three is", "Of three, one is")),
    "a sentence": change(replaced(f"{GRADERS}/test_shares.py", "It is too far", "It is far")),
    "points": change(replaced("grading.yml", "points: 4", "points: 11")),
    "a weight": change(replaced(f"{GRADERS}/test_shares.py", "weight(2)", "weight(5)")),
    "visibility": change(replaced("grading.yml", "after_due_date", "hidden")),
    "a mistake's sentence": change(
        replaced(f"{MISCONCEPTIONS}/shares.py", "have you divided by", "did you divide by")
    ),
    "one mistake more": change(appended(f"{MISCONCEPTIONS}/shares.py", NEW_MISTAKE)),
    "one mistake fewer": change(
        replaced(f"{MISCONCEPTIONS}/shares.py", "def loses_precision", "def _loses_precision")
    ),
    "a new check": change(
        appended(f"{GRADERS}/test_shares.py", NEW_CHECK), "test_new_numbers"
    ),
    "a check that asks something else": change(
        replaced(f"{GRADERS}/test_shares.py", "[3.0, -1.0]", "[6.0, -2.0]"), "test_nothing_to_share"
    ),
    "a check that asks less": change(
        replaced(
            f"{GRADERS}/test_shares.py",
            "    expect.close(layer(torch.eye(2)), weight.T)\n    layer.load_state_dict",
            "    layer.load_state_dict",
        ),
        "test_layer_is_random",
    ),
    "one check fewer": change(
        replaced(f"{GRADERS}/test_shares.py", "def test_third_is_near", "def third_is_near")
    ),
    "a branch on answers": change(
        replaced(f"{GRADERS}/test_shares.py", "NEAR = 0.01, 0.01", "NEAR = 0.01, 0.5"),
        "test_near_answers_are_asked_on",
    ),
    "an option": change(replaced("grading.yml", "letter_y: vowel", "letter_y: consonant")),
    "the seed": change(replaced("grading.yml", "not so secret", "still secret"), *EVERYTHING),
    "a limit": change(replaced("grading.yml", "submission_seconds: 30", "submission_seconds: 31"),
                      *EVERYTHING),
    "what is forbidden": change(replaced("grading.yml", '"*softmax*"', '"*sigmoid*"'), "shares"),
    "the solution": change(
        replaced("solutions/counting/shares.py", "numbers / total", "numbers / numbers.sum()")
    ),
}  # fmt: skip


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return course_with_more_checks(tmp_path_factory.mktemp("regrade") / "course")


@pytest.fixture(scope="module")
def paths(course: Path) -> list[str]:
    return class_in(course.parent / "class", course)


def graded(
    course: Path, paths: list[str], tier: str, recordings: list[list[bytes | None]]
) -> Iterator[dict[str, GradedSubmission]]:
    """The class, graded without a recording and with each list of recordings."""
    with warm_graders(course, "counting", tier) as graders:
        for known in ([], *recordings):
            outcomes: dict[str, GradedSubmission] = {}
            graders.grade_paths(
                paths,
                jobs=1,
                on_outcome=lambda each, kept=outcomes: kept.__setitem__(each.path, each),
                record=True,
                recordings=known,
            )
            yield outcomes


@pytest.fixture(scope="module")
def recorded(course: Path, paths: list[str], tier: str) -> dict[str, GradedSubmission]:
    """The class, graded by the course as it was."""
    return next(iter([*graded(course, paths, tier, [])]))


def test_a_regrade_can_be_regraded(course, paths, recorded, tier, tmp_path):
    changed = shutil.copytree(course, tmp_path / "course")
    CHANGES["a check that asks something else"].edit(changed)

    _, again = graded(changed, paths, tier, [[recorded[path].recording for path in paths]])
    full, third = graded(changed, paths, tier, [[again[path].recording for path in paths]])

    for path in paths:
        assert not third[path].ran_again
        assert without_durations(third[path].report) == without_durations(full[path].report), path


@pytest.mark.parametrize("name", CHANGES)
def test_a_regrade_equals_a_full_grading(name, course, paths, recorded, tier, tmp_path):
    changed = shutil.copytree(course, tmp_path / "course")
    CHANGES[name].edit(changed)
    chosen = [path for path in paths if name in WITH_TIMEOUTS or "never_ends" not in path]
    recordings = [recorded[path].recording for path in chosen]

    full, again = graded(changed, chosen, tier, [recordings])

    for path in chosen:
        assert without_durations(again[path].report) == without_durations(full[path].report), path
    ran = {case or task.task for each in again.values() for task in each.ran_again
           for case in task.cases or ("",)}  # fmt: skip
    assert ran == CHANGES[name].runs
