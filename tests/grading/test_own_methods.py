"""Tests a task whose layer has methods of its own: what is wrong with these is named, shown to
students, and judged anew by what was recorded.
"""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from support.regrading import replaced, without_durations

from autograder.course.load import load_course
from autograder.grading.context import Graded, GradingContext, ToGrade
from autograder.grading.plugin import ChecksPlugin
from autograder.grading.recording import encoded, opened
from autograder.grading.session import run_checks
from autograder.grading.submission_run import grade
from autograder.results import CheckResult
from autograder.sandbox.launcher import Zygotes
from autograder.submission.intake import Submission

pytestmark = [pytest.mark.slow(30), pytest.mark.torch]

GRADERS = "assignments/tunes/graders/test_tune.py"
SOLUTION = '''"""A tune."""

import torch
from torch import nn


class Tune(nn.Module):
    """Each note follows from the one before."""

    def __init__(self, size: int) -> None:
        """Random weights."""
        # BEGIN SOLUTION: make them.
        super().__init__()
        self.weight = nn.Parameter(torch.rand(size, size))
        self.heard = 0
        # END SOLUTION

    def forward(self, notes: torch.Tensor) -> torch.Tensor:
        """(N, size) → (N, size)"""
        # BEGIN SOLUTION: multiply.
        return notes @ self.weight
        # END SOLUTION

    def generate(self, start: torch.Tensor, length: int) -> torch.Tensor:
        """The notes from `start` on: (length, size)."""
        # BEGIN SOLUTION: go on.
        notes = [start]
        while len(notes) < length:
            notes.append(self(notes[-1]))
        return torch.stack(notes)
        # END SOLUTION

    def hear(self, notes: torch.Tensor) -> "Tune":
        """Count the notes."""
        # BEGIN SOLUTION: count.
        self.heard += len(notes)
        return self
        # END SOLUTION
'''
FILES = {
    "grading.yml": """
title: Tunes
seed: not so secret in a test of tunes
check_py: false
assignments:
  tunes:
    title: Tunes
    tasks:
      tune:
        points: 4
""",
    GRADERS: '''"""Hidden checks of `tune`."""

import pytest
import torch

from autograder import expect

WEIGHT = torch.tensor([[0.0, 1.0], [2.0, 0.5]])


def test_a_note_follows(student):
    """The next note is the note times the weights."""
    tune = student.Tune(2)
    tune.load_state_dict({"weight": WEIGHT})

    expect.close(tune(torch.tensor([[1.0, 2.0]])), torch.tensor([[4.0, 2.0]]))


@pytest.mark.parametrize("length", [1, 3])
def test_a_tune_begins_where_it_starts(student, rng, length):
    """A tune goes on from its start, note by note."""
    tune = student.Tune(2)
    tune.load_state_dict({"weight": WEIGHT})
    notes = [torch.randn(2, generator=rng)]
    for _ in range(length - 1):
        notes.append(notes[-1] @ WEIGHT)

    expect.close(tune.generate(notes[0], length), torch.stack(notes))


def test_what_is_heard_is_counted(student):
    """All notes that were heard are counted."""
    tune = student.Tune(2)
    tune.load_state_dict({"weight": WEIGHT})

    expect.integer(tune.hear(torch.ones(2, 2)).hear(torch.ones(3, 2)).heard, 5)
''',
    "assignments/tunes/misconceptions/tune.py": '''"""Known mistakes of `tune`."""


def leaves_out_the_start(Tune):
    """Your tune begins with its second note."""

    class Wrong(Tune):
        def generate(self, start, length):
            return super().generate(start, length + 1)[1:]

    return Wrong


def turns_the_weights(Tune):
    """Your weights are turned."""

    class Wrong(Tune):
        def forward(self, notes):
            return notes @ self.weight.T

    return Wrong


def counts_the_last(Tune):
    """You count what was heard last."""

    class Wrong(Tune):
        def hear(self, notes):
            self.heard = len(notes)
            return self

    return Wrong
''',
    "assignments/tunes/visible/test_tune.py": '''"""Visible tests."""
''',
    "solutions/tunes/tune.py": SOLUTION,
}
LOOP = "        while len(notes) < length:\n            notes.append(self(notes[-1]))\n"
VARIANTS = {
    "right": {},
    "late": {
        "        notes = [start]\n": "        notes = [start @ self.weight]\n",
    },
    "turned": {"notes @ self.weight\n": "notes.matmul(self.weight.t())\n"},
    "forgets": {"self.heard += len(notes)": "self.heard = notes.shape[0]"},
    "unforeseen": {LOOP: LOOP.replace("self(notes[-1])", "self(notes[-1]) + 1")},
    "crashes": {LOOP: LOOP.replace("notes[-1]", "note")},
    "of_the_class": {
        "        self.heard = 0\n": "",
        "    def generate": "    heard = 0\n\n    def generate",
        "self.heard += len(notes)": "Tune.heard += len(notes)",
    },
}  # fmt: skip
NAMED = {
    "late": {"leaves_out_the_start"},
    "turned": {"turns_the_weights"},
    "forgets": {"counts_the_last"},
    "unforeseen": set(),
}


def source(name: str) -> bytes:
    text = SOLUTION
    for old, new in VARIANTS[name].items():
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    return text.encode()


def written(place: Path) -> Path:
    for name, text in FILES.items():
        (place / name).parent.mkdir(parents=True, exist_ok=True)
        (place / name).write_text(text)
    return place


def graded(root: Path, zygotes: Zygotes, known: list[dict[str, Graded]]) -> list[dict[str, Graded]]:
    """The class, graded with each of these earlier gradings."""
    for name in ("test_tune", "tune"):
        sys.modules.pop(name, None)
    course = load_course(root)
    assignment = course.assignment("tunes")
    found: list[dict[str, Graded]] = []

    def work(plugin: ChecksPlugin) -> None:
        plugin.try_out()
        context = GradingContext(course, assignment, plugin, zygotes, print)
        for earlier in known:
            found.append({name: grade(context, asked(name, earlier)) for name in VARIANTS})

    def asked(name: str, earlier: dict[str, Graded]) -> ToGrade:
        before = earlier.get(name)
        data = encoded(before.recording) if before and before.recording else None
        submission = Submission(name, {"tune.py": source(name)})
        return ToGrade(submission, is_recorded=True, recording=opened(data))

    run_checks(course, assignment, work)
    return found


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return written(tmp_path_factory.mktemp("tunes"))


@pytest.fixture(scope="module")
def recorded(course: Path, zygotes: Zygotes) -> dict[str, Graded]:
    (found,) = graded(course, zygotes, [{}])
    return found


def checks(graded: Graded) -> list[CheckResult]:
    return [check for task in graded.report.tasks for check in task.checks]


def test_the_right_one_has_full_points(recorded):
    assert recorded["right"].report.score == 4


@pytest.mark.parametrize("name", NAMED)
def test_mistakes_in_own_methods_are_named_with_the_parameters_that_the_check_has_set(
    recorded, name
):
    assert {m for check in checks(recorded[name]) for m in check.mistakes} == NAMED[name]
    assert recorded[name].report.score < 4


def test_students_see_how_the_layer_got_its_parameters(recorded):
    (example,) = recorded["unforeseen"].report.tasks[0].examples

    lines = example.code.split("\n")
    assert "tune = Tune(2)" in lines
    assert 'tune.load_state_dict({"weight": weight})' in lines
    assert any(line.startswith("weight = torch.tensor([[") for line in lines)
    assert lines[-1].startswith("print(tune.generate(start, ")


def test_a_crash_in_an_own_method_says_where(recorded):
    told = [check.told for check in checks(recorded["crashes"])]

    assert any("`Tune.generate` raised NameError (tune.py, line 29)." in each for each in told)


CHANGES = {
    "a sentence": (replaced(GRADERS, "A tune goes on", "It goes on"), set()),
    "other parameters": (
        replaced(GRADERS, "[2.0, 0.5]", "[2.0, 0.25]"),
        {"test_a_note_follows", "test_a_tune_begins_where_it_starts[3]"},
    ),
    "heard more": (
        replaced(GRADERS, ".hear(torch.ones(3, 2)).heard, 5", ".hear(torch.ones(4, 2)).heard, 6"),
        {"test_what_is_heard_is_counted"},
    ),
    "one mistake fewer": (
        replaced("assignments/tunes/misconceptions/tune.py", "def turns_the", "def _turns_the"),
        set(),
    ),
}


@pytest.mark.parametrize("name", CHANGES)
def test_a_regrade_reads_no_answer_of_a_layer_in_another_state(name, recorded, zygotes, tmp_path):
    edit, runs = CHANGES[name]
    changed = written(tmp_path)
    edit(changed)

    full, again = graded(changed, zygotes, [{}, recorded])

    for each in VARIANTS:
        assert without_durations(again[each].report) == without_durations(full[each].report), each
    ran = {case for each in again.values() for ran in each.ran_again for case in ran.cases}
    assert ran >= runs
    assert bool(ran) == bool(runs)
