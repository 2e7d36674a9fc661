"""Measures a gradebook of 5,000 synthetic submissions, and a class of graders that only sleep.

No student's code runs here: rows are made up, with reports of a usual size. What is measured is our
own part: time and memory for each row, and what minding a class costs beyond the graders' own time.
"""

from __future__ import annotations

import resource
import sys
import tempfile
import time
from pathlib import Path

from autograder.course.load import load_course
from autograder.downloads.handed_in import HandedIn, Part
from autograder.downloads.people import Claim, Person
from autograder.downloads.tree import on_disk
from autograder.gradebook import store
from autograder.gradebook.database import opened
from autograder.gradebook.grades import book_of
from autograder.gradebook.noting import Noted
from autograder.gradebook.rows import Attempt, RosterRow, attempt_id
from autograder.results import CheckResult, Report, Status, TaskResult

TOY = Path(__file__).parents[1] / "tests" / "toy_course"
COUNT = 5000
STEP = 1000
RECORDING = 40_000  # bytes: the median of one task's compressed recording in the workbook
CHECKS = 40
JOBS, SECONDS = 8, 0.02
AT = "2026-12-01T12:00:00.000000Z"


def main() -> None:
    """Print a line for each thousand rows, then for the sleeping graders."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else COUNT
    with tempfile.TemporaryDirectory() as folder:
        gradebook(Path(folder, "grades.sqlite"), count)
        sleeping(Path(folder), count)


def gradebook(path: Path, count: int) -> None:
    """Adds rows one by one, each in a transaction of its own, as grading does."""
    print(f"{count} synthetic rows, each with a report and {RECORDING // 1000} kB of recording")
    course = load_course(TOY)
    people = tuple(Person(id=f"{n:07}", name=f"Given{n} Family{n}") for n in range(count))
    with opened(path, make=True) as book:
        with book.together():
            store.add_roster(book, RosterRow(at=AT, author="", reason="", people=people))
        for begin in range(0, count, STEP):
            started = time.perf_counter()
            for number in range(begin, min(begin + STEP, count)):
                its = attempt(number)
                with book.together():
                    store.add_attempts(book, [its])
                    store.add_grading(
                        book, report(number), its, at=AT, author="me", reason="",
                        recording=number.to_bytes(4, "big") * (RECORDING // 4),
                    )  # fmt: skip
            added = time.perf_counter() - started
            started = time.perf_counter()
            rows = store.read(book)
            read = time.perf_counter() - started
            started = time.perf_counter()
            shown = book_of(rows, list(course.assignments.values()))
            computed = time.perf_counter() - started
            there = len(rows.gradings)
            assert sum(g.so_far is not None for g in shown.grades.values()) == there  # noqa: S101
            del rows, shown
            print(
                f"{there:>5} rows: added {1000 * added / STEP:.2f} ms a row; read "
                f"{1000 * read / there:.3f} ms a row; grades {1000 * computed / count:.3f} ms a "
                f"student; peak memory {peak_mb()} MB; file {path.stat().st_size >> 20} MB"
            )


def sleeping(folder: Path, count: int) -> None:
    """A class whose graders only sleep: throughput against the ideal, and memory."""
    from autograder.commands.class_jobs import grade_noted
    from autograder.grading.batch import GradedSubmission

    class Sleeping:
        """In place of grader processes."""

        def grade(self, job: object, on_line: object) -> GradedSubmission:
            time.sleep(SECONDS)
            return GradedSubmission("", report(0))

        def stop(self) -> None:
            """Nothing runs."""

    course = load_course(TOY)
    submission = folder / "one"
    submission.mkdir()
    (submission / "vowels.py").write_text("x = 1\n")
    node = on_disk(submission)
    todo = [
        Noted(attempt(number), HandedIn(str(number), "folders", (), (Part(node),)))
        for number in range(count)
    ]
    before, started = peak_mb(), time.perf_counter()
    graders, toy = Sleeping(), course.assignments["counting"]
    outcomes = grade_noted(course, toy, graders, todo, jobs=JOBS, on_line=lambda name, line: None)
    done = sum(1 for _ in outcomes)
    seconds, ideal = time.perf_counter() - started, count * SECONDS / JOBS
    print(
        f"{done} submissions of {1000 * SECONDS:.0f} ms of sleep on {JOBS} threads: "
        f"{seconds:.1f} s, ideal {ideal:.1f} s ({100 * ideal / seconds:.0f} %); "
        f"peak memory {before} → {peak_mb()} MB"
    )


def attempt(number: int) -> Attempt:
    """A made-up attempt."""
    claims = (Claim(id=f"{number:07}", name=f"Given{number} Family{number}"),)
    return Attempt(
        at=AT, author="me", reason="", attempt=attempt_id("counting", claims, str(number), "", 0),
        assignment="counting", name=f"submission_{number}", source="folders", claims=claims,
        content=str(number),
    )  # fmt: skip


def report(number: int) -> Report:
    """A made-up report with as many checks as the workbook has."""
    checks = tuple(
        CheckResult(
            check=f"test_number_{n}", title="A sentence of the usual length about what is so.",
            status=Status.WRONG if n % 3 else Status.PASSED, score=0.0, points=0.1,
            message="The result has the right shape, but 3 of its 3 numbers are wrong." * 2,
        )
        for n in range(CHECKS)
    )  # fmt: skip
    tasks = (
        TaskResult(task="vowels", score=2.0, points=2.0, checks=checks),
        TaskResult(task="shares", score=number % 5 * 1.0, points=4.0),
        TaskResult(task="reflection", score=None, points=1.0),
    )
    return Report(
        assignment="counting", submission=str(number), score=2.0, points=6.0, tier="process",
        tasks=tasks, environment={"course": "c", "seed": "s"},
    )  # fmt: skip


def peak_mb() -> int:
    """The most memory that this process has ever used."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10


if __name__ == "__main__":
    main()
