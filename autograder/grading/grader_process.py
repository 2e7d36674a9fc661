"""The grader process: reads jobs from standard input, writes events to standard output.

Each line is one JSON object. `batch` starts as many grader processes as it grades submissions at
the same time. Each has its own zygotes and its own pytest, and may die without harming another. It
may be started before it is known what for: importing torch is most of its start.

    in    {"root": "/courses/ours", "assignment": "workbook"}, then
          {"path": "submissions/ada.zip", "draw": 0, "tasks": [], "record": true} …
    out   {"printed": "training: epoch 1 of 4"} …, then
          {"report": {…}, "recording": "…"}  |  {"problem": "…", "is_course": true}
"""

from __future__ import annotations

import contextlib
import gc
import os
import signal
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from types import FrameType
from typing import IO, NoReturn

import msgspec

from autograder.errors import CourseError, ForbidsNothing, SubmissionRefused
from autograder.results import RanAgain, Report, decoded, encoded
from autograder.sandbox import aftermath
from autograder.sandbox.inside import linux
from autograder.sandbox.launcher import Zygotes

_WRITING = threading.Lock()  # one thread writes reports, another one writes printed lines


class Carried(msgspec.Struct, frozen=True):
    """A submission that was read on another machine: the parts of `Submission` but its name."""

    files: dict[str, bytes]
    notes: tuple[str, ...] = ()
    folder: str = ""


class Purpose(msgspec.Struct, frozen=True):
    """What a grader process is for: the folder of a course, and the name of an assignment."""

    root: str
    assignment: str


class Job(msgspec.Struct, frozen=True):
    """A submission to grade, at `path` unless it is `carried`.

    A `draw` other than 0 draws other hidden inputs and seeds. If `tasks` names tasks, only these
    are graded. With `record`, a recording comes with the report. `recording` is one of an earlier
    grading of the same submission: what it tells is not run again.
    """

    path: str
    draw: int = 0
    tasks: tuple[str, ...] = ()
    record: bool = False
    recording: bytes | None = None
    carried: Carried | None = None


class Event(msgspec.Struct, frozen=True, omit_defaults=True):
    """A report, or the problem because of which there is none, or a printed line.

    `is_course` is true if the course is at fault. `printed` is a line that the submission has
    printed; its report follows later. `ran_again` is what a recording could not answer.
    """

    report: Report | None = None
    recording: bytes | None = None
    ran_again: tuple[RanAgain, ...] = ()
    printed: str = ""
    problem: str = ""
    is_course: bool = False


def main(tier: str) -> None:
    """Grade the jobs on standard input until it ends, or until SIGTERM."""
    gc.disable()  # until torch is imported, see `run.tune_process`: it takes 0.15 seconds less
    signal.signal(signal.SIGTERM, _stop)
    with contextlib.suppress(AttributeError):  # only Linux can
        # A killed batch can't tell us to stop, so the kernel does. The signal comes when the thread
        # that started us ends, which it does only after we have ended.
        linux.prctl(linux.PR_SET_PDEATHSIG, signal.SIGTERM)
    with _own_stdout() as out:
        try:
            _serve(tier, out)
        except CourseError as error:
            _write(out, Event(problem=str(error), is_course=True))
        except Exception as error:  # noqa: BLE001 - ours: the batch says so and nobody loses points
            _write(out, Event(problem=f"{type(error).__name__}: {error}"))
        except KeyboardInterrupt:
            aftermath.clear_own()
    # All is reported and cleaned up, so SIGTERM may end the process at once from here on.
    signal.signal(signal.SIGTERM, signal.SIG_DFL)


def _stop(number: int, frame: FrameType | None) -> NoReturn:
    """Leave by an exception, so that `finally` blocks remove processes, folders and groups."""
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    raise KeyboardInterrupt


def _serve(tier: str, out: IO[bytes]) -> None:
    zygotes = Zygotes(tier)
    try:
        zygotes.start_spare()
        # All that follows, torch first of all, is imported while the zygote imports torch.
        from autograder.course.forbidden_patterns import place  # noqa: PLC0415
        from autograder.course.load import load_course  # noqa: PLC0415
        from autograder.grading import recording, run  # noqa: PLC0415
        from autograder.grading.context import Graded, ToGrade  # noqa: PLC0415
        from autograder.grading.environment import environment  # noqa: PLC0415
        from autograder.submission import intake  # noqa: PLC0415
        from autograder.submission.refusals import refusal  # noqa: PLC0415
        from autograder.template.stubs import as_given  # noqa: PLC0415

        line = sys.stdin.buffer.readline()
        if not line:
            return  # there was nothing to grade
        purpose = decoded(line, Purpose)
        course = load_course(Path(purpose.root))
        assignment = course.assignment(purpose.assignment)
        for task in assignment.checked_tasks():
            zygotes.start(
                task.forbidden, with_gpu=task.training is not None and task.training.with_gpu
            )

        def on_graded(graded: Graded) -> None:
            kept = recording.encoded(graded.recording) if graded.recording else None
            _write(out, Event(graded.report, kept, graded.ran_again))

        def on_line(line: str) -> None:
            _write(out, Event(printed=line))

        stubs = as_given(course, assignment)

        def submissions() -> Iterator[ToGrade]:
            for line in sys.stdin.buffer:
                job = decoded(line, Job)
                path = job.path
                try:
                    recorded = recording.opened(job.recording)
                    submission = recorded.handed_in() if recorded else None
                    if submission is None and (own := job.carried):
                        submission = intake.Submission(path, own.files, own.notes, own.folder)
                    if submission is None:
                        submission = intake.read(Path(path), stubs, course.intake)
                    yield ToGrade(submission, job.draw, job.tasks, job.record, recorded)
                except SubmissionRefused as refused:
                    known = environment(course, assignment)
                    report = refusal(assignment, path, str(refused), tier=tier, environment=known)
                    _write(out, Event(report))

        try:
            run.grade_all(course, assignment, submissions(), on_graded, zygotes, on_line=on_line)
        except ForbidsNothing as error:
            raise CourseError(f"{place(course, assignment, error.pattern)}: {error}") from None
    finally:
        zygotes.close()


@contextlib.contextmanager
def _own_stdout() -> Iterator[IO[bytes]]:
    """Reserve standard output for our events. What a check prints goes to standard error."""
    with os.fdopen(os.dup(1), "wb") as out:
        os.dup2(2, 1)
        yield out


def _write(out: IO[bytes], event: Event) -> None:
    with _WRITING:
        out.write(encoded(event) + b"\n")
        out.flush()


if __name__ == "__main__":
    main(*sys.argv[1:])
    sys.stderr.flush()
    # Python would take all of torch apart first, and the process that started us waits for our end.
    os._exit(0)
