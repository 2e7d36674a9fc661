"""Tests that a student's text is shown cut, without hidden characters and without commands."""

from __future__ import annotations

import io
import json
import subprocess
import sys
import unicodedata

import pytest
from rich.console import Console
from support.paths import TOY_COURSE
from support.reports import check, report, task

from autograder.commands.progress import Progress
from autograder.exporters import terminal
from autograder.grading.batch import GradedSubmission
from autograder.results import Status
from autograder.text.legible import clean, harmless, one_line, quoted
from autograder.text.quoting import Quoted

FORGED = json.dumps({"score": 20, "forged": True})
ATTEMPTS = {
    "a command": "::error::forged",
    "a command behind spaces": "   ::error::forged",
    "a command on a second line": "x\n::error::forged",
    "a command after a return": "x\r::error::forged",
    "a command after another line end": "x\u2028::error::forged\x0b::error::forged",
    "a command where the line is folded": "x" * 70 + " " + "::error::forged " * 20,
    "a command after a long word": "y" * 400 + "::error::forged",
    "a command in brackets": "x ##[error]forged",
    "another system's command": "##vso[task.complete result=Succeeded]forged",
    "JSON": FORGED,
    "JSON on a second line": f"x\n{FORGED}",
    "JSON where the line is folded": "x" * 75 + " " + FORGED,
    "another direction": "\u202eforged\u2066",
    "marks": "forged" + "\u0336" * 300,
    "a terminal's sequence": "\x1b[2J\x1b[1;1Hforged",
    "nothing to be seen": "\u3164\u115f\u200b\ufeff",
    "half a character": "x\udce9",
    "very long": "x" * 100_000,
}


def screen_of(*things: object, width: int = 80) -> str:
    """The printed form of these things, on a screen with lines of this length."""
    screen = io.StringIO()
    console = Console(file=screen, width=width, highlight=False)
    for thing in things:
        console.print(thing)
    return screen.getvalue()


def is_harmless(line: str) -> bool:
    """Whether no system treats the line as a command or as JSON, and all of it is visible."""
    try:
        is_json = isinstance(json.loads(line), dict)
    except ValueError:
        is_json = False
    hidden = {"Cc", "Cf", "Cs", "Zl", "Zp"}
    return (
        not is_json
        and not line.lstrip().startswith("::")
        and "##[" not in line
        and "##vso[" not in line
        and not any(unicodedata.category(c) in hidden or c in "\u3164\u115f" for c in line)
        and "\u0336" * 4 not in line
    )


@pytest.mark.parametrize("width", [30, 80, 200])
@pytest.mark.parametrize("name", ATTEMPTS)
def test_a_report_has_no_line_of_a_students(name, width):
    text = ATTEMPTS[name]
    failed = check(Status.CRASHED, message=text, call=text, fault=text, points=1.0)
    made = report(
        task(failed, notes=(text,), notes_for_staff=(text,), output=f"{text}\n{text}"),
        submission=text,
        notes=(text,),
    )

    printed = screen_of(terminal.render(made, with_calls=True), width=width)

    assert printed.count("\n") < 4000
    for line in printed.splitlines():
        assert is_harmless(line), repr(line)


@pytest.mark.parametrize("name", ATTEMPTS)
def test_a_refusal_has_no_line_of_a_students(name):
    made = report(refused=ATTEMPTS[name], submission=ATTEMPTS[name])

    for line in screen_of(terminal.render(made)).splitlines():
        assert is_harmless(line), repr(line)


@pytest.mark.torch
@pytest.mark.parametrize("name", ATTEMPTS)
def test_printed_lines_and_errors_begin_with_no_text_of_a_students(name, capsys):
    with Progress(1) as progress:
        progress.on_line(ATTEMPTS[name], ATTEMPTS[name])
        progress.show(GradedSubmission(ATTEMPTS[name], None, ATTEMPTS[name]))

    printed = capsys.readouterr().out
    assert "could not be" in printed
    for line in printed.splitlines():
        assert is_harmless(line), repr(line)


@pytest.mark.parametrize("name", ATTEMPTS)
def test_a_name_is_shown_in_quotes_and_short(name):
    name_shown = quoted(ATTEMPTS[name])

    assert is_harmless(name_shown)
    assert len(name_shown) < 500


def test_honest_text_is_shown_as_it_is():
    text = "Größe: é, e\u0301, ಕ್ಷಿ, 日本語, x[::2], ## heading, torch::nn"

    assert clean(text, limit=200) == one_line(text) == harmless(text) == text
    assert screen_of(Quoted(text)) == f"| {text}\n"


def test_lines_keep_their_indentation():
    assert screen_of(Quoted("a\n  b\n\nc")) == "| a\n|   b\n| \n| c\n"


@pytest.mark.torch
def test_the_command_prints_no_line_of_a_students(tmp_path):
    module = f"for line in {list(ATTEMPTS.values())[:-2]!r}:\n    print(line)\n"
    folder = tmp_path / "::error::forged\u202e\n::error::forged"
    folder.mkdir()
    (folder / "vowels.py").write_text(f"{module}def count_vowels(text): raise ValueError(line)\n")
    names = [folder.name, "::error::nothing\n::error::x"]  # as given: with no folder before them

    for given in (names[:1], names):
        ran = subprocess.run(
            [sys.executable, "-m", "autograder.cli", "grade", "--course", str(TOY_COURSE), *given],
            cwd=tmp_path, capture_output=True, check=False, timeout=300,
        )  # fmt: skip

        printed = (ran.stdout + ran.stderr).decode()
        assert "forged" in printed
        assert "total 0 of 6" in printed
        for line in printed.splitlines():
            assert is_harmless(line), repr(line)
