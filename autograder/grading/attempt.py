"""One submission's attempt at one task: a worker, replaced when it has died."""

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
from autograder.grading.timeouts import TimedWorker, Timeouts
from autograder.results import Status
from autograder.sandbox.host import Worker
from autograder.sandbox.inside.control import Limits as WorkerLimits
from autograder.sandbox.launcher import Zygote, Zygotes
from autograder.sandbox.limits import Budget, worker_limits
from autograder.sandbox.sources import Sources
from autograder.submission.intake import Submission

# What judging a network may take on top of its training: that is the grader's own need, not the
# student's. It looks at up to 10,000 pictures, on a machine that may be busy.
JUDGING_MB = 1024
JUDGING_TRAININGS = 2  # as much processor time as so many trainings
JUDGING_CALLS = 6  # as much time as so many calls of other tasks, for each batch


class Attempt:
    """Gives each check a worker in which the task's module is loaded, or says why there is none.

    A worker serves one check after the other until the student's code ends it. A module that can't
    be loaded is not tried again: the same sentence holds for every check of the task.
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
    ) -> None:
        """`given` are the modules that students get; `on_line` is called with each printed line."""
        self._timeouts = timeouts or Timeouts()
        self._zygotes, self._submission, self._task = zygotes, submission, task
        self._limits, self._budget = limits, budget
        self._files, self._on_line = {**submission.files, **given}, on_line
        self._sources = Sources(submission.files)
        self._worker: Worker | None = None
        self._load_error: StudentError | None = None
        self._seed: int | None = None
        self._output: list[str] = []

    def begin(self, seed: int) -> None:
        """A new check: its first call will find a freshly seeded worker."""
        self._seed = seed

    @property
    def files(self) -> frozenset[str]:
        """The names of the files that were handed in."""
        return frozenset(self._submission.files)

    def require(self, file: str) -> None:
        """Raises StudentUnfinished unless a file of this name was handed in."""
        if file not in self._submission.files:
            raise StudentUnfinished(Ours(f"{file} was not handed in."))

    def refuse_hopeless(self, function: str) -> None:
        """Raises StudentTimeout if the function has run out of time too often to be asked again."""
        self._timeouts.refuse(function)

    def start_over(self, seed: int) -> None:
        """The next call finds a new worker, with this seed and all of its processor time."""
        if self._worker is not None:
            self._worker.kill()
        self._seed = seed

    def worker(self) -> Worker:
        """The worker, started, loaded and seeded. Raises a StudentError if that can't be done."""
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

    def close(self) -> str:
        """End the worker; gives all that the student's code has printed."""
        if self._worker is not None:
            self._worker.kill()
        self._keep_output()
        return "".join(self._output)[: self._limits.output_kb << 10]

    def _start(self) -> Worker:
        files = {f"submission/{name}": data for name, data in self._files.items()}
        worker = self._fork()
        try:
            worker.put(files)
            worker.load(self._task.file.removesuffix(".py"), self._seed)
        except StudentError as error:
            self._worker, self._load_error = worker, _while_loading(error)
            raise self._load_error from None
        return worker

    def _fork(self) -> Worker:
        limits, training = self._worker_limits(), self._task.training
        forbidden, with_gpu = self._task.forbidden, training is not None and training.with_gpu
        try:
            zygote = self._zygotes.get(forbidden, with_gpu=with_gpu)
            return self._timed(zygote, limits)
        except SandboxError:
            # A zygote that has died costs nobody a grade: once more, with a new one.
            self._zygotes.discard(forbidden, with_gpu=with_gpu)
            zygote = self._zygotes.get(forbidden, with_gpu=with_gpu)
            return self._timed(zygote, limits)

    def _timed(self, zygote: Zygote, limits: WorkerLimits) -> Worker:
        worker = TimedWorker(zygote, limits, self._budget, self._on_line, self._sources)
        worker.timeouts = self._timeouts
        return worker

    def _worker_limits(self) -> WorkerLimits:
        given, training = self._limits, self._task.training
        if training is None:
            return worker_limits(given)
        return worker_limits(
            given,
            call_seconds=given.call_seconds * JUDGING_CALLS,
            # Beside the training itself, there is as much for the rest as for any other task.
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
    """An exception on import is no answer to any call, not even to one that should raise."""
    is_plain = isinstance(error, StudentRaised) and error.status is Status.CRASHED
    if not is_plain:
        return error
    return StudentNotLoaded(str(error), told=error.told, place=error.place)
