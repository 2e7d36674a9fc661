"""Tests the lines that are printed while a class is graded."""

from __future__ import annotations

import sys

import pytest
from rich.console import Console
from support.gradebooks import report

from autograder.commands import class_progress
from autograder.commands.class_progress import ClassProgress
from autograder.grading.batch import GradedSubmission

FULL = GradedSubmission("ada.zip", report("ada.zip", [("vowels", 2.0, 2.0)]))


def shown(capsys, *outcomes, owners=None, total=9):
    with ClassProgress(total, owners or {}) as progress:
        for number, outcome in enumerate(outcomes):
            progress.show(str(number), outcome)
    return capsys.readouterr().out.splitlines()


def test_a_line_for_each_student(capsys):
    lines = shown(capsys, FULL, FULL, owners={"0": "Ada Lovelace (007)"})

    assert lines == ["[1 of 9] Ada Lovelace (007): 2 of 2", "[2 of 9] ada.zip: 2 of 2"]


def test_time_left_and_rate_are_told_as_soon_as_they_are_known(capsys, monkeypatch):
    clock = iter(range(0, 1000, 2))
    monkeypatch.setattr(class_progress.time, "monotonic", lambda: next(clock))

    lines = shown(capsys, FULL, FULL, FULL, FULL)

    assert "left" not in lines[1]
    assert lines[2].endswith("(12 s left, 30 a minute)")
    assert lines[3].endswith("(10 s left, 30 a minute)")


def test_problems_are_counted(capsys):
    refused = GradedSubmission("b", report("b", [], refused="It is empty."))
    lost = GradedSubmission("c", None, "The grading process ended (exit code -9).")

    lines = shown(capsys, refused, lost)

    assert lines[0] == "[1 of 9] b: refused: It is empty.  (1 problem)"
    assert "could not be graded, which is our fault" in lines[1]
    assert lines[1].endswith("(2 problems)")


@pytest.mark.parametrize("name", ["::error::x", "\x1b[2J", "a\nb", "##[group]x"])
def test_no_name_commands_a_terminal_or_a_runner(capsys, name):
    lines = shown(capsys, GradedSubmission(name, FULL.report), owners={"0": name})

    assert len(lines) == 1
    assert lines[0].startswith("[1 of 9] ")
    assert "\x1b" not in lines[0]
    assert "##[" not in lines[0]


def test_on_a_terminal_a_bar_tells_the_same(monkeypatch, capsys):
    def console(**how):
        return Console(file=sys.stdout, force_terminal=True, width=100, **how)

    monkeypatch.setattr(class_progress, "Console", console)

    text = "\n".join(shown(capsys, FULL, FULL, FULL))

    assert "[3 of 9] ada.zip: 2 of 2" in text
    assert "3/9" in text
    assert "a minute" in text
