"""Classes that have answered in words, without grading anything; and a page where they are read."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from autograder.downloads.people import Claim
from autograder.gradebook import store
from autograder.gradebook.database import Database, opened
from autograder.grading import recording
from autograder.results import Report, TaskResult
from autograder.submission.intake import Submission
from support.gradebooks import attempt, moment, person, roster
from support.paths import PROJECT

FILE = "thinking_breaks.md"
QUESTIONS = [
    line.removeprefix("## ")
    for line in (PROJECT / "student_template/workbook" / FILE).read_text().splitlines()
    if line.startswith("## ")
]


def written(answers: Mapping[int, str]) -> str:
    """The file of a student who answers the questions of these numbers, from 1."""
    lines = ["# Thinking breaks", ""]
    for number, question in enumerate(QUESTIONS, start=1):
        lines += [f"## {question}", "", answers.get(number, ""), ""]
    return "\n".join(lines)


def gradebook(path: Path, answers: Mapping[str, str | None]) -> Path:
    """A gradebook of students by name, with what each has handed in; None: it was not kept."""
    with opened(path, make=True) as database, database.together():
        store.add_roster(database, roster(*map(person, answers)))
        for name, text in answers.items():
            hand_in(database, name, text)
    return path


def hand_in(database: Database, name: str, text: str | None, *, day: int = 2) -> None:
    """Add an attempt, graded on the same day. To be called within `together`."""
    made = attempt(
        Claim(name=name),
        content=f"{name} {text}",
        submitted=moment(day),
        at=moment(day),
        assignment="workbook",
    )
    kept = None
    if text is not None:
        handed_in = Submission(name, {FILE: text.encode(errors="surrogateescape")})
        kept = recording.encoded(recording.recording_of(handed_in, "workbook", []))
    task = TaskResult(task="thinking_breaks", score=None, points=6.0)
    report = Report(
        assignment="workbook",
        submission=name,
        score=0.0,
        points=0.0,
        tier="process",
        tasks=(task,),
        environment={"course": "c1", "seed": "s", "device": "cpu"},
        seconds=1.0,
    )
    store.add_attempts(database, [made])
    store.add_grading(
        database, report, made, at=moment(day), author="staff", reason="", recording=kept
    )


@contextmanager
def served(gradebook: Path, name: str = "Ada", course: Path = PROJECT) -> Iterator[str]:
    """`autograder review`, as `name`: its address."""
    command = ["review", "--gradebook", str(gradebook), "--by", name, "--course", str(course)]
    started = subprocess.Popen(
        [sys.executable, "-m", "autograder.cli", *command],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
    )
    try:
        assert started.stdout is not None
        found = re.search(r"http://\S+", started.stdout.readline())
        assert found, f"`autograder review` ended with {started.wait(20)}"
        yield found[0]
    finally:
        started.send_signal(signal.SIGINT)
        try:
            started.wait(20)
        finally:
            started.kill()
            started.stdout.close()
