"""A grader process, as the process that has started it sees it: see `grader_process`."""

from __future__ import annotations

import contextlib
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from autograder.errors import CourseError
from autograder.grading.grader_process import Event, Job, Purpose
from autograder.results import decoded, encoded

CLOSE_SECONDS = 10.0  # the time for a grader process to end when it has no more jobs


class GraderDied(Exception):
    """A grader process ended, or failed because of a fault of ours."""


class GraderProcess:
    """A running grader process: see `grading.grader_process`."""

    def __init__(self, tier: str) -> None:
        """Start it, without waiting. It has to be told what it is for before it can grade."""
        self.tier = tier
        module = "autograder.grading.grader_process"
        self._process = subprocess.Popen(
            # -P: the current folder may be a submission, whose json.py must not replace Python's.
            [sys.executable, "-P", "-m", module, tier],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            # Only we handle Ctrl-C. A grader process that got it too would seem to have died.
            start_new_session=True,
        )
        assert self._process.stdin is not None  # noqa: S101 - asked for above
        assert self._process.stdout is not None  # noqa: S101 - asked for above
        self._to_grader, self._from_grader = self._process.stdin, self._process.stdout

    def begin(self, root: Path, assignment: str) -> None:
        """Say, once, what it is for."""
        self._send(Purpose(str(root), assignment))

    def grade(self, job: Job, on_line: Callable[[str], None]) -> Event:
        """Grade one submission; returns the event with its report.

        `on_line` is called with each line that it prints. Raises CourseError, or GraderDied if this
        process can't be used any more.
        """
        self._send(job)
        while True:
            line = self._from_grader.readline()
            if not line:
                raise GraderDied(f"The grading process ended (exit code {self._process.wait()}).")
            event = decoded(line, Event)
            if not event.printed:
                break
            on_line(event.printed)
        if event.is_course:
            raise CourseError(event.problem)
        if event.report is None:
            raise GraderDied(event.problem)
        return event

    def _send(self, message: Purpose | Job) -> None:
        with contextlib.suppress(BrokenPipeError):  # it ended early, and has written why
            self._to_grader.write(encoded(message) + b"\n")
            self._to_grader.flush()

    def close(self) -> None:
        """Let the process end by itself; kill it if it does not."""
        with contextlib.suppress(BrokenPipeError):
            self._to_grader.close()
        self._end(CLOSE_SECONDS)
        self._from_grader.close()

    def discard(self) -> None:
        """End the process at once, which has no job, if it runs."""
        self._end(0)
        with contextlib.suppress(BrokenPipeError):
            self._to_grader.close()
        self._from_grader.close()

    def ask_to_stop(self) -> None:
        """Ask the process to abandon its job and clean up, without waiting for it."""
        self._process.terminate()

    def stop(self, deadline: float) -> None:
        """End the process before `deadline`, a time of `time.monotonic()`."""
        self._end(max(0.0, deadline - time.monotonic()))

    def _end(self, seconds: float) -> None:
        try:
            self._process.wait(seconds)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
