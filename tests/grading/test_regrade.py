"""Tests that a regrade by recordings equals a full one, whatever has changed in the course."""

from __future__ import annotations

import shutil
import sys
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

from autograder.course.load import load_course
from autograder.grading.context import Graded, GradingContext, ToGrade
from autograder.grading.plugin import ChecksPlugin
from autograder.grading.recording import encoded, opened
from autograder.grading.remote import RemoteAnswers
from autograder.grading.session import run_checks
from autograder.grading.submission_run import grade
from autograder.sandbox.launcher import Zygotes
from autograder.submission import intake
from autograder.template.stubs import as_given

pytestmark = pytest.mark.slow(90)

GRADERS = "assignments/counting/graders"
MISCONCEPTIONS = "assignments/counting/misconceptions"
WITH_TIMEOUTS = ("a tolerance", "a new check", "what is forbidden")  # each takes seconds
EVERYTHING = {"vowels", "shares"}
PUT_TOGETHER = '''

def test_two_halves(student):
    """Equal numbers have equal shares."""
    total = float(student.shares(torch.tensor([2.0, 2.0])).sum())
    expect.that(total == 1, f"The sum is {total:.1f}.")
'''
NEW_CHECK = '''

def test_new_numbers(student):
    """Ten and thirty are a quarter and three quarters."""
    expect.close(student.shares(torch.tensor([10.0, 30.0])), torch.tensor([0.25, 0.75]))
'''
SHARED = '''

@pytest.fixture
def layer(student, shared):
    return shared("layer", student.Mixed)


def test_shared_layer_is_random(layer):
    """The weights of a new layer are no zeros."""
    expect.that(layer.parameters()["weight"].abs().sum() > 0, "It is zero.")


def test_shared_layer_adds_nothing(layer):
    """It has no bias."""
    expect.shape(layer(torch.zeros(1, 2)), (1, 2))
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
    "a sentence that another check puts together": change(
        appended(f"{GRADERS}/test_shares.py", 'SAID = "The sum is 2.0."\n')
    ),
    "what a check uses": change(
        replaced(f"{GRADERS}/test_shares.py", "NEAR = 0.01, 0.01", "NEAR = 0.0, 0.0"),
        "test_near_answers_are_asked_on",  # of who prints: what it would print now is not known
    ),
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
    "a limit": change(replaced("grading.yml", "submission_seconds: 30", "submission_seconds: 31"),
                      *EVERYTHING),
    "what is forbidden": change(replaced("grading.yml", '"*softmax*"', '"*sigmoid*"'), "shares"),
    "the solution": change(
        replaced("solutions/counting/shares.py", "numbers / total", "numbers / numbers.sum()")
    ),
}  # fmt: skip


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = course_with_more_checks(tmp_path_factory.mktemp("regrade") / "course")
    appended(f"{GRADERS}/test_shares.py", PUT_TOGETHER)(made)
    return made


@pytest.fixture(scope="module")
def paths(course: Path) -> list[str]:
    return class_in(course.parent / "class", course)


@pytest.fixture(scope="module")
def recorded(course: Path, paths: list[str], zygotes: Zygotes) -> dict[str, Graded]:
    """The class, graded by the course as it was."""
    [first] = graded(course, paths, zygotes, [{}])
    return first


def graded(
    root: Path, paths: list[str], zygotes: Zygotes, known: list[dict[str, Graded]]
) -> list[dict[str, Graded]]:
    """The class, graded with each of these earlier gradings: each result by path."""
    forget_modules()
    course = load_course(root)
    assignment = course.assignment("counting")
    stubs = as_given(course, assignment)
    found: list[dict[str, Graded]] = []

    def work(checks: ChecksPlugin) -> None:
        checks.try_out()
        context = GradingContext(course, assignment, checks, zygotes, print)
        for earlier in known:
            todo = {path: to_grade(path, earlier.get(path)) for path in paths}
            found.append({path: grade(context, each) for path, each in todo.items()})

    def to_grade(path: str, earlier: Graded | None) -> ToGrade:
        submission = intake.read(Path(path), stubs, course.intake)
        data = encoded(earlier.recording) if earlier and earlier.recording else None
        return ToGrade(submission, is_recorded=True, recording=opened(data))

    run_checks(course, assignment, work)
    return found


def forget_modules() -> None:
    """Forget the modules of other copies of the course, which have the same names."""
    for name in ("test_vowels", "test_shares", "vowels", "shares"):
        sys.modules.pop(name, None)


def ran_again(found: dict[str, Graded]) -> set[str]:
    """Names of cases that have run again, or of tasks that have as a whole."""
    parts = [ran for each in found.values() for ran in each.ran_again]
    return {name for ran in parts for name in ran.cases or (ran.task,)}


@pytest.mark.parametrize("name", CHANGES)
def test_a_regrade_equals_a_full_grading(name, course, paths, recorded, zygotes, tmp_path):
    changed = shutil.copytree(course, tmp_path / "course")
    CHANGES[name].edit(changed)
    chosen = [path for path in paths if name in WITH_TIMEOUTS or "never_ends" not in path]

    full, again = graded(changed, chosen, zygotes, [{}, recorded])

    for path in chosen:
        assert without_durations(again[path].report) == without_durations(full[path].report), path
    assert ran_again(again) == CHANGES[name].runs


def test_only_checks_that_changed_are_judged_again(
    course, paths, recorded, zygotes, tmp_path, monkeypatch
):
    changed = shutil.copytree(course, tmp_path / "course")
    CHANGES["a sentence"].edit(changed)
    [right] = [path for path in paths if Path(path).name == "right"]
    judged = []
    run_case = ChecksPlugin.run_case

    def watched(self, item, following, task, answers, *more):
        if isinstance(answers, RemoteAnswers):
            judged.append(item.name)
        return run_case(self, item, following, task, answers, *more)

    monkeypatch.setattr(ChecksPlugin, "run_case", watched)
    graded(changed, [right], zygotes, [recorded])

    assert judged == ["test_third_is_near"]


def test_another_seed_runs_everything_again(course, paths, recorded, zygotes, tmp_path):
    changed = shutil.copytree(course, tmp_path / "course")
    replaced("grading.yml", "not so secret", "still secret")(changed)
    chosen = [path for path in paths if Path(path).name in ("right", "loses_precision")]

    full, again = graded(changed, chosen, zygotes, [{}, recorded])

    for path in chosen:
        assert without_durations(again[path].report) == without_durations(full[path].report), path
    tasks = [task for each in recorded.values() for task in each.recording.tasks]
    assert ran_again(again) == {case.name for task in tasks for case in task.cases}


def test_a_regrade_can_be_regraded(course, paths, recorded, zygotes, tmp_path):
    changed = shutil.copytree(course, tmp_path / "course")
    CHANGES["a check that asks something else"].edit(changed)
    chosen = [path for path in paths if "never_ends" not in path]

    [again] = graded(changed, chosen, zygotes, [recorded])
    full, third = graded(changed, chosen, zygotes, [{}, again])

    assert ran_again(again)
    assert not ran_again(third)
    for path in chosen:
        assert without_durations(third[path].report) == without_durations(full[path].report), path


def test_what_cases_share_is_shared_by_all_of_them(course, paths, zygotes, tmp_path):
    before, after = (shutil.copytree(course, tmp_path / name) for name in ("before", "after"))
    for changed in (before, after):
        appended(f"{GRADERS}/test_shares.py", SHARED)(changed)
    replaced(f"{GRADERS}/test_shares.py", "layer(torch.zeros", "layer(torch.ones")(after)
    chosen = [path for path in paths if Path(path).name in ("right", "prints", "unfinished")]

    [first] = graded(before, chosen, zygotes, [{}])
    full, again = graded(after, chosen, zygotes, [{}, first])

    for path in chosen:
        assert without_durations(again[path].report) == without_durations(full[path].report), path
        [ran] = again[path].ran_again
        assert (ran.task, ran.cases) == ("shares", ())
        assert ran.because == "its checks share what can't be replayed"
