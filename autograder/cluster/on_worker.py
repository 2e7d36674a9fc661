"""What runs on a worker of the cluster: its graders, for one run of the command elsewhere.

Bytes come in and go out, as JSON that is checked when it is read: a `Job` with its submission, and
an `Answer`. Functions and plugins travel by name, so a worker needs the kit itself.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable

import msgspec
from distributed import Worker, WorkerPlugin, get_worker

from autograder.cluster.site import TIER, Site, course_root, differences, kit, site_of
from autograder.errors import CourseError
from autograder.grading.batch import GraderProcesses
from autograder.grading.grader_process import Job
from autograder.results import RanAgain, Report, decoded, encoded
from autograder.sandbox import aftermath

IDLE_SECONDS = 900.0  # then graders end whose command is gone without a word


class Answer(msgspec.Struct, frozen=True, omit_defaults=True):
    """What became of a submission.

    `problem` says why there is no report. `is_course`: because of the course. `is_stranger`:
    because this worker may not grade it. `is_stopped`: because the worker was told to stop.
    """

    report: Report | None = None
    recording: bytes | None = None
    ran_again: tuple[RanAgain, ...] = ()
    problem: str = ""
    is_course: bool = False
    is_stranger: bool = False
    is_stopped: bool = False


class WorkersGraders(WorkerPlugin):
    """The graders of one run on one worker. They start when the first submission comes.

    `on_processors`: see `site.differences`.
    """

    def __init__(
        self, root: str, assignment: str, here: Site, *, on_processors: bool = False
    ) -> None:
        self._root, self._assignment, self._here = root, assignment, here
        self._on_processors = on_processors

    def setup(self, worker: Worker) -> None:
        """Called by Dask on each worker, also on those that come later."""
        self._lock = threading.Lock()
        self._graders: GraderProcesses | None = None
        self._problem: str | None = None
        self._is_stopped, self._running = False, 0
        self._idle: threading.Timer | None = None

    async def teardown(self, worker: Worker) -> None:
        """Called by Dask when the run is over, or when the worker is told to end."""
        self._is_stopped = True
        await asyncio.to_thread(self._end, GraderProcesses.stop)

    def grade(self, job: Job) -> Answer:
        """Grade one submission."""
        with self._lock:
            self._running += 1
            if self._idle:
                self._idle.cancel()
            if self._problem is None:
                self._problem = self._compared()
            if self._graders is None:
                aftermath.clear()
                self._graders = GraderProcesses(course_root(self._root), self._assignment, TIER)
            graders = self._graders
        try:
            if self._problem:
                return Answer(problem=self._problem, is_stranger=True)
            outcome = graders.grade(job, lambda path, line: None)
        except CourseError as error:
            return Answer(problem=str(error), is_course=True)
        finally:
            self._rest()
        if outcome.report is None and self._is_stopped:
            return Answer(is_stopped=True)
        return Answer(outcome.report, outcome.recording, outcome.ran_again, outcome.problem)

    def _compared(self) -> str:
        there = site_of(course_root(self._root), self._assignment, isolates=True)
        return " ".join(differences(self._here, there, on_processors=self._on_processors))

    def _rest(self) -> None:
        with self._lock:
            self._running -= 1
            if not self._running and not self._is_stopped:
                self._idle = threading.Timer(IDLE_SECONDS, self._end, [GraderProcesses.close])
                self._idle.daemon = True
                self._idle.start()

    def _end(self, how: Callable[[GraderProcesses], None]) -> None:
        with self._lock:
            if self._idle:
                self._idle.cancel()
            if self._running and not self._is_stopped:
                return  # a submission came while the timer rang
            graders, self._graders = self._graders, None
        if graders is not None:
            how(graders)


def grade(name: str, job: bytes) -> bytes:
    """Grade a `Job` with the graders that have this name here; gives an `Answer`."""
    graders = get_worker().plugins.get(name)
    if not isinstance(graders, WorkersGraders):
        return encoded(Answer(is_stopped=True))
    return encoded(graders.grade(decoded(job, Job)))


async def site(root: str, assignment: str) -> bytes:
    """This worker as a `Site`."""
    found = await asyncio.to_thread(site_of, course_root(root), assignment, isolates=True)
    return encoded(found)


def kit_of_scheduler() -> str:
    """The kit's code on the scheduler, which passes on what it can't name without it."""
    return kit()
