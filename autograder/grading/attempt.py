"""One submission's attempt at one task: starts its worker, and a new one if it has died."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from autograder.course.model import Task
from autograder.course.schema import Limits
from autograder.errors import (
    Ours,
    SandboxError,
    StudentError,
    StudentNotLoaded,
    StudentRaised,
    StudentTimeout,
    StudentUnfinished,
)
from autograder.grading.recorder import RecordedWorker, Recorder
from autograder.grading.timeouts import TimedWorker, Timeouts
from autograder.results import Status
from autograder.sandbox.any_worker import AnyWorker
from autograder.sandbox.host import Worker
from autograder.sandbox.inside import control
from autograder.sandbox.launcher import Zygote, Zygotes
from autograder.sandbox.limits import Budget, worker_limits
from autograder.sandbox.sources import Sources
from autograder.submission.intake import Submission

# What judging a network may use on top of its training. The grader needs it, not the student: it
# classifies up to 10,000 pictures, on a machine that may be busy.
JUDGING_MB = 1024
JUDGING_TRAININGS = 2  # processor time, in units of one training's
JUDGING_CALLS = 6  # wall time for each batch, in units of one call's of other tasks


class Attempt:
    """Gives each check a worker in which the task's module is loaded, or says why it can't.

    A worker serves one check after another until the student's code ends it. A module that can't be
    loaded is not tried again: every check of the task gets the same error.
    """

    def __init__(
        self,
        zygotes: Zygotes,
        submission: Submission,
        task: Task,
        limits: Limits,
        budget: Budget,
        *,
        given: Mapping[str, bytes],
        on_line: Callable[[str], None] | None = None,
        timeouts: Timeouts | None = None,
        recorder: Recorder | None = None,
    ) -> None:
        """`given` are the modules that students get; `on_line` is called with printed lines;
        `recorder`, if there is one, keeps what is asked and answered.
        """
        self._recorder = recorder
        self._timeouts = timeouts or Timeouts()
        self._zygotes, self._submission, self._task = zygotes, submission, task
        self._limits, self._budget = limits, budget
        self._files, self._on_line = {**submission.files, **given}, on_line
        self._sources = Sources(submission.files)
        self._worker: AnyWorker | None = None
        self._load_error: StudentError | None = None
        self._seed: int | None = None
        self._output: list[str] = []
        self.loading_output: str | None = None  # printed while the first worker was started

    def begin(self, seed: int) -> None:
        """Begin a new check: its first call seeds the worker's generators with `seed`."""
        self._seed = seed
        if self._worker is not None:
            self._worker.checks_begun += 1

    @property
    def files(self) -> frozenset[str]:
        """The names of the submitted files."""
        return frozenset(self._submission.files)

    def require(self, file: str) -> None:
        """Raise StudentUnfinished unless a file of this name was submitted."""
        if file not in self._submission.files:
            raise StudentUnfinished(Ours(f"{file} was not handed in."))

    def refuse_hopeless(self, function: str) -> None:
        """Raise StudentTimeout if the function has timed out too often to be called again."""
        self._timeouts.refuse(function)

    def start_over(self, seed: int) -> None:
        """End the worker. The next call gets a new one, with this seed and full processor time."""
        if self._worker is not None:
            self._worker.kill()
            self._worker.checks_begun += 1
        self._seed = seed

    def worker(self) -> AnyWorker:
        """The worker, started, loaded and seeded. Raises StudentError or SandboxError."""
        self.require(self._task.file)
        if self._load_error:
            raise self._load_error
        if not self._budget.left:
            raise StudentTimeout(
                Ours(f"The submission has used up its {self._budget.seconds:g} seconds.")
            )
        if self._worker is None or not self._worker.is_alive:
            self._keep_output()
            self._worker = self._start()
        if self._seed is not None:
            self._worker.begin(self._seed)
            self._seed = None
        return self._worker

    def output(self) -> str:
        """Everything that the student's code has printed so far."""
        latest = self._worker.output() if self._worker is not None else ""
        return "".join((*self._output, latest))

    def close(self) -> str:
        """End the worker; returns everything that the student's code has printed."""
        if self._worker is not None:
            self._worker.kill()
        self._keep_output()
        return "".join(self._output)[: self._limits.output_kb << 10]

    def _start(self) -> AnyWorker:
        files = {f"submission/{name}": data for name, data in self._files.items()}
        worker = self._fork()
        try:
            worker.put(files)
            worker.load(self._task.file.removesuffix(".py"), self._seed)
        except StudentError as error:
            self._worker, self._load_error = worker, _while_loading(error)
            raise self._load_error from None
        finally:
            if self.loading_output is None:
                self.loading_output = worker.output()
        return worker

    def _fork(self) -> AnyWorker:
        limits, training = self._worker_limits(), self._task.training
        forbidden, with_gpu = self._task.forbidden, training is not None and training.with_gpu
        try:
            zygote = self._zygotes.get(forbidden, with_gpu=with_gpu)
            return self._timed(zygote, limits)
        except SandboxError:
            # The zygote may have died, which is not the student's fault: try again with a new one.
            self._zygotes.discard(forbidden, with_gpu=with_gpu)
            zygote = self._zygotes.get(forbidden, with_gpu=with_gpu)
            return self._timed(zygote, limits)

    def _timed(self, zygote: Zygote, limits: control.Limits) -> Worker:
        made = zygote, limits, self._budget, self._on_line, self._sources
        worker: TimedWorker
        if self._recorder is None:
            worker = TimedWorker(*made)
        else:
            worker = recorded = RecordedWorker(*made)
            recorded.recorder = self._recorder
        worker.timeouts = self._timeouts
        return worker

    def _worker_limits(self) -> control.Limits:
        given, training = self._limits, self._task.training
        if training is None:
            return worker_limits(given)
        return worker_limits(
            given,
            call_seconds=given.call_seconds * JUDGING_CALLS,
            # Training has its own processor time, on top of what any other task gets.
            cpu_seconds=given.cpu_seconds + training.cpu_seconds,
            memory_mb=training.memory_mb,
            reserve_mb=JUDGING_MB,
            reserve_cpu_seconds=training.cpu_seconds * JUDGING_TRAININGS,
        )

    def _keep_output(self) -> None:
        if self._worker is not None:
            self._output.append(self._worker.output())
            self._worker = None


def _while_loading(error: StudentError) -> StudentError:
    """An import's exception as an error of another type: it must not pass a check of `raises`."""
    is_plain = isinstance(error, StudentRaised) and error.status is Status.CRASHED
    if not is_plain:
        return error
    return StudentNotLoaded(str(error), told=error.told, place=error.place)
