"""Classes of the toy course, graded by the command into gradebooks, also killed while it runs."""

from __future__ import annotations

import contextlib
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

from autograder.course.load import load_course
from autograder.gradebook import store
from autograder.gradebook.database import opened
from autograder.gradebook.grades import book_of
from support.paths import TOY_COURSE

SECONDS = 300


def autograder(*arguments: object) -> subprocess.CompletedProcess[str]:
    """Run a command to its end."""
    return subprocess.run(
        _command(arguments), capture_output=True, text=True, check=False, timeout=SECONDS
    )


def started(*arguments: object) -> subprocess.Popen[str]:
    """Start a command in a session of its own."""
    return subprocess.Popen(
        _command(arguments),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )


def grading(built, gradebook: Path, *more: object) -> list[object]:
    """The arguments that grade a class."""
    course = ["--course", TOY_COURSE, "--roster", built.roster, "--gradebook", gradebook]
    return ["grade", *built.downloads, *course, *more]


def shown(gradebook: Path) -> dict[object, object]:
    """What a gradebook shows and holds, without times: equal for equal classes."""
    course = load_course(TOY_COURSE)
    with opened(gradebook) as database:
        rows = store.read(database)
    book = book_of(rows, list(course.assignments.values()))
    grades: dict[object, object] = {
        place: (grade.state, grade.points, grade.so_far, grade.tasks, grade.steps)
        for place, grade in book.grades.items()
    }
    outcomes = sorted((each.attempt, repr(each.outcome)) for each in rows.gradings)
    return grades | {
        "gradings": outcomes,
        "attempts": sorted(each.attempt for each in rows.attempts),
        "problems": book.problems,
    }


def killed(built, gradebook: Path, chance: random.Random, *, longest: float) -> bool:
    """Start to grade, and kill the command at some moment; whether it had ended before."""
    command = started(*grading(built, gradebook, "--jobs", 2))
    try:
        command.communicate(timeout=chance.uniform(0.0, longest))
    except subprocess.TimeoutExpired:
        command.kill()
        command.communicate()
        return False
    return True


def graders_of(command: subprocess.Popen[str]) -> list[int]:
    """The processes that a command has started, and theirs."""
    parents: dict[int, list[int]] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            with contextlib.suppress(OSError, ValueError):
                stat = (entry / "stat").read_text().rpartition(")")[2].split()
                parents.setdefault(int(stat[1]), []).append(int(entry.name))
    found, waiting = [], [command.pid]
    while waiting:
        children = parents.get(waiting.pop(), [])
        found += children
        waiting += children
    return found


def interrupted(command: subprocess.Popen[str]) -> float:
    """Press Ctrl-C; how many seconds it takes until the command has ended."""
    begin = time.monotonic()
    os.kill(command.pid, signal.SIGINT)
    command.wait(30)
    return time.monotonic() - begin


def _command(arguments) -> list[str]:
    return [sys.executable, "-m", "autograder.cli", *map(str, arguments)]
