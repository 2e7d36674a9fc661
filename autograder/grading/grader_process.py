"""The grader process: reads jobs on standard input, writes events on standard output.

Each line is one JSON object. `batch` starts one grader process for each submission that is graded
at a time; each has its own zygotes and its own pytest, and may die without harming another.

    in    {"path": "submissions/ada.zip", "draw": 0, "tasks": []}
    out   {"printed": "training: epoch 1 of 4"} …, then
          {"report": {…}}  |  {"problem": "…", "is_course": true}
"""

from __future__ import annotations

import contextlib
import os
import signal
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from types import FrameType
from typing import IO, NoReturn

import msgspec

from autograder.course.forbidden_patterns import place
from autograder.course.load import load_course
from autograder.errors import CourseError, ForbidsNothing, SubmissionRefused
from autograder.results import Report, decoded, encoded
from autograder.sandbox import aftermath
from autograder.sandbox.inside import linux
from autograder.sandbox.launcher import Zygotes
from autograder.submission import intake
from autograder.template.stubs import as_given

_WRITING = threading.Lock()  # reports come from one thread, what is printed from another


class Job(msgspec.Struct, frozen=True):
    """A submission to grade. Another `draw` than 0 draws other inputs and seeds; `tasks` are all
    that is graded, if any are named.
    """

    path: str
    draw: int = 0
    tasks: tuple[str, ...] = ()


class Event(msgspec.Struct, frozen=True, omit_defaults=True):
    """A report, or the sentence why there is none; `is_course` if the course is at fault.

    `printed` is what a submission prints meanwhile: its report is still to come.
    """

    report: Report | None = None
    printed: str = ""
    problem: str = ""
    is_course: bool = False


def main(root: str, assignment_name: str, tier: str) -> None:
    """Grade what standard input names until it ends, or until we are told to stop."""
    signal.signal(signal.SIGTERM, _stop)
    with contextlib.suppress(AttributeError):  # only Linux can
        # A batch that is killed tells nobody. Its thread that started us stays until we have ended.
        linux.prctl(linux.PR_SET_PDEATHSIG, signal.SIGTERM)
    with _own_stdout() as out:
        try:
            _serve(Path(root), assignment_name, tier, out)
        except CourseError as error:
            _write(out, Event(problem=str(error), is_course=True))
        except Exception as error:  # noqa: BLE001 - ours: the batch says so and nobody loses points
            _write(out, Event(problem=f"{type(error).__name__}: {error}"))
        except KeyboardInterrupt:
            aftermath.clear_own()
    # All is told and cleared: whoever ends us now need not wait for the interpreter's own farewell.
    signal.signal(signal.SIGTERM, signal.SIG_DFL)


def _stop(number: int, frame: FrameType | None) -> NoReturn:
    """Leave by an exception: whoever has made a process, a folder or a group then removes it."""
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    raise KeyboardInterrupt


def _serve(root: Path, assignment_name: str, tier: str, out: IO[bytes]) -> None:
    course = load_course(root)
    assignment = course.assignment(assignment_name)
    zygotes = Zygotes(tier)
    try:
        for task in assignment.checked_tasks():
            zygotes.start(
                task.forbidden, with_gpu=task.training is not None and task.training.with_gpu
            )
        # Imports torch and pytest, while the zygotes are warming up beside us.
        from autograder.grading import run  # noqa: PLC0415

        def on_report(report: Report) -> None:
            _write(out, Event(report))

        def on_line(line: str) -> None:
            _write(out, Event(printed=line))

        stubs = as_given(course, assignment)

        def submissions() -> Iterator[tuple[intake.Submission, int, tuple[str, ...]]]:
            for line in sys.stdin.buffer:
                job = decoded(line, Job)
                path = job.path
                try:
                    taken = intake.read(Path(path), stubs, course.intake)
                    yield taken, job.draw, job.tasks
                except SubmissionRefused as refused:
                    on_report(run.refusal(course, assignment, path, reason=str(refused), tier=tier))

        try:
            run.grade_all(course, assignment, submissions(), on_report, zygotes, on_line=on_line)
        except ForbidsNothing as error:
            raise CourseError(f"{place(course, assignment, error.pattern)}: {error}") from None
    finally:
        zygotes.close()


@contextlib.contextmanager
def _own_stdout() -> Iterator[IO[bytes]]:
    """Standard output for our lines alone: a check's print goes to standard error."""
    with os.fdopen(os.dup(1), "wb") as out:
        os.dup2(2, 1)
        yield out


def _write(out: IO[bytes], event: Event) -> None:
    with _WRITING:
        out.write(encoded(event) + b"\n")
        out.flush()


if __name__ == "__main__":
    main(*sys.argv[1:])
