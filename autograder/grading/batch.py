"""Grades many submissions at the same time, with one grader process per thread.

A grader process that dies affects no other submission. Its own is tried once more in a new process;
if that dies too, the submission is reported as not graded, which is never a score of 0.

Stopping takes two seconds at most: grader processes are asked to clean up, then killed, and this
process removes what they leave behind. If this process is killed, the next run removes the rest.
"""

from __future__ import annotations

import contextlib
import functools
import itertools
import queue
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Protocol

from autograder.errors import SandboxError
from autograder.grading.grader import GraderDied, GraderProcess
from autograder.grading.grader_process import Job
from autograder.results import RanAgain, Report
from autograder.sandbox import aftermath

STOP_SECONDS = 1.2  # the time for a grader process to end when it must abandon its job


@dataclass(frozen=True)
class GradedSubmission:
    """A submission's report; if it is None, `problem` says why there is none.

    `recording` tells what its code was asked and answered, compressed (see `grading.recording`), if
    that was wanted: as secret as the hidden checks. `ran_again` is what a regrade could not take
    from an earlier recording. With `is_lost`, its grader was lost: try it once more.
    """

    path: str
    report: Report | None
    problem: str = ""
    recording: bytes | None = field(default=None, repr=False)
    ran_again: tuple[RanAgain, ...] = ()
    is_lost: bool = False


class Graders(Protocol):
    """What grades submissions, asked by as many threads as it has places: here or elsewhere."""

    def grade(self, job: Job, on_line: Callable[[str, str], None]) -> GradedSubmission:
        """Grade one submission. `on_line` may be called with its path and what it prints.

        Raises CourseError.
        """

    def stop(self) -> None:
        """Abandon everything within two seconds. Calls of `grade` return or raise."""


class GraderProcesses:
    """A pool of grader processes, for as many threads. Each call of `grade` uses a free one.

    They stay warm from one `grade_paths` to the next. Each knows the course as it was on disk when
    it was started: a course that is changed needs graders of its own.
    """

    def __init__(
        self, root: Path, assignment: str, tier: str, first: GraderProcess | None = None
    ) -> None:
        """`first` is a grader process of this tier that was started before: closed here if it was
        needed, otherwise by what has started it.
        """
        self._root, self._assignment, self._tier = root, assignment, tier
        self._first = first
        self._free: queue.SimpleQueue[GraderProcess] = queue.SimpleQueue()
        self._all: list[GraderProcess] = []
        self._lock = threading.Lock()
        self._is_stopped = False
        # A grader ends with the thread that started it: this one stays until all have ended.
        self._starter = ThreadPoolExecutor(1)

    def grade_paths(
        self,
        paths: Sequence[str],
        *,
        jobs: int,
        on_outcome: Callable[[GradedSubmission], None],
        on_line: Callable[[str, str], None] = lambda path, line: None,
        draws: Sequence[int] = (),
        tasks: Sequence[tuple[str, ...]] = (),
        record: bool = False,
        recordings: Sequence[bytes | None] = (),
    ) -> list[GradedSubmission]:
        """Grade submissions `jobs` at a time. Gives the outcomes in the order of `paths`.

        `draws`, one for each path if there are any, draw other inputs and seeds where they are not
        0. `tasks`, likewise, are all that is graded where any are named. With `record`, recordings
        come with the outcomes for `on_outcome`; those that are returned have none, so that memory
        does not grow with the class. `recordings`, one for each path if there are any, are of
        earlier gradings: what they tell is not run again.

        `on_outcome` is called in this thread, in the order in which they are done; `on_line` in
        others, with a path and what that submission prints while it trains. Raises CourseError;
        after that, or any other exception, these graders are stopped.
        """
        outcomes: dict[int, GradedSubmission] = {}
        todo = map(
            Job,
            paths,
            draws or itertools.repeat(0),
            tasks or itertools.repeat(()),
            itertools.repeat(record),
            recordings or itertools.repeat(None),
        )
        with ThreadPoolExecutor(jobs) as pool:
            futures = {pool.submit(self.grade, job, on_line): i for i, job in enumerate(todo)}
            try:
                for future in as_completed(futures):
                    outcome, index = future.result(), futures.pop(future)
                    outcomes[index] = replace(outcome, recording=None)
                    on_outcome(outcome)
            except BaseException:
                pool.shutdown(wait=False, cancel_futures=True)
                self.stop()
                raise
        return [outcomes[index] for index in range(len(paths))]

    def grade(self, job: Job, on_line: Callable[[str, str], None]) -> GradedSubmission:
        """Grade one submission, with a second grader process if the first is lost."""
        path, problem = job.path, ""
        for _ in range(2):
            grader = self._take()
            if grader is None:
                break
            try:
                event = grader.grade(job, functools.partial(on_line, path))
            except GraderDied as lost:
                grader.close()
                problem = str(lost)
            else:
                self._free.put(grader)
                return GradedSubmission(path, event.report, "", event.recording, event.ran_again)
        return GradedSubmission(path, None, problem)

    def close(self) -> None:
        """End all grader processes."""
        with self._lock:
            for grader in self._all:
                grader.close()
        self._starter.shutdown()

    def stop(self) -> None:
        """Stop all grader processes immediately, and start no more."""
        with self._lock:
            self._is_stopped = True
        for grader in self._all:
            grader.ask_to_stop()
        deadline = time.monotonic() + STOP_SECONDS
        for grader in self._all:
            grader.stop(deadline)
        aftermath.clear()

    def _take(self) -> GraderProcess | None:
        """A free grader process, or a new one; None after `stop`."""
        with self._lock:
            if self._is_stopped:
                return None
            with contextlib.suppress(queue.Empty):
                return self._free.get_nowait()
            grader, self._first = self._first, None
            grader = grader or self._starter.submit(GraderProcess, self._tier).result()
            grader.begin(self._root, self._assignment)
            self._all.append(grader)
            return grader


@contextmanager
def warm_graders(
    root: Path, assignment: str, tier: str, first: GraderProcess | None = None
) -> Iterator[GraderProcesses]:
    """Graders that several calls of their `grade_paths` share: started when first needed."""
    aftermath.clear()
    graders = GraderProcesses(root, assignment, tier, first)
    try:
        yield graders
    finally:
        graders.close()


def grade_paths(
    root: Path,
    assignment: str,
    paths: Sequence[str],
    *,
    tier: str,
    jobs: int,
    on_outcome: Callable[[GradedSubmission], None],
    on_line: Callable[[str, str], None] = lambda path, line: None,
    draws: Sequence[int] = (),
    tasks: Sequence[tuple[str, ...]] = (),
    record: bool = False,
    recordings: Sequence[bytes | None] = (),
    first: GraderProcess | None = None,
) -> list[GradedSubmission]:
    """Grade submissions with graders of their own: see `GraderProcesses`."""
    with warm_graders(root, assignment, tier, first) as graders:
        return graders.grade_paths(
            paths,
            jobs=jobs,
            on_outcome=on_outcome,
            on_line=on_line,
            draws=draws,
            tasks=tasks,
            record=record,
            recordings=recordings,
        )


def grade_one(
    root: Path,
    assignment: str,
    path: str,
    *,
    tier: str,
    on_line: Callable[[str, str], None] = lambda path, line: None,
) -> Report:
    """The report of one submission. Raises CourseError, or SandboxError if it can't be graded."""
    [outcome] = grade_paths(
        root, assignment, [path], tier=tier, jobs=1, on_outcome=lambda _: None, on_line=on_line
    )
    if outcome.report is None:
        raise SandboxError(f"It could not be graded, and this is our fault: {outcome.problem}")
    return outcome.report
