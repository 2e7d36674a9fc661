"""Starts workers for what is tried, and asks them."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

from autograder.errors import StudentError
from autograder.sandbox.host import Worker
from autograder.sandbox.launcher import Zygotes
from autograder.sandbox.limits import Budget, worker_limits
from autograder.sandbox.sources import Sources
from autograder.self_check.machine import Machine

HERE = Path(__file__).parent
LIMITS: dict[str, Any] = {
    "call_seconds": 10.0,
    "cpu_seconds": 10.0,
    "memory_mb": 256,
    "processes": 32,
    "file_mb": 8,
    "output_kb": 16,
}
USUAL: Mapping[str, float] = MappingProxyType({})
GONE_SECONDS = 5.0  # for the last process of a worker to be gone


class Trial:
    """One behaviour that is tried, with a worker at a time."""

    def __init__(self, zygotes: Zygotes, machine: Machine, *, with_gpu: bool = False) -> None:
        """With `with_gpu`, workers may use a GPU if there is one, as for a training."""
        self.machine = machine
        self._zygotes, self._with_gpu = zygotes, with_gpu
        self._worker: Worker | None = None

    def start(
        self, module: str, forbidden: tuple[str, ...] = (), limits: Mapping[str, float] = USUAL
    ) -> None:
        """Hand in a module of this package, in place of the last; `limits` as in grading.yml."""
        self.end()
        source = (HERE / f"{module}.py").read_bytes()
        self._worker = Worker(
            self._zygotes.get(forbidden, with_gpu=self._with_gpu),
            worker_limits(**{**LIMITS, **limits}),
            Budget(60.0),
            sources=Sources({f"{module}.py": source}),
        )
        self._worker.put({f"submission/{module}.py": source})
        self._worker.load(module)

    def ask(self, function: str, *arguments: object) -> Any:
        """What a function of the module answers. Raises StudentError."""
        assert self._worker is not None  # noqa: S101 - `start` comes first
        answer, _ = self._worker.call(
            function, arguments, {}, name=function, refer=_same, resolve=_same
        )
        return answer

    def ending(self, function: str, *arguments: object) -> StudentError | None:
        """How a call fails; None if it gives an answer."""
        try:
            self.ask(function, *arguments)
        except StudentError as error:
            return error
        return None

    def printed(self) -> str:
        """What the worker has printed, as it is kept."""
        return self._worker.output() if self._worker else ""

    def end(self) -> None:
        """End the worker."""
        if self._worker is not None:
            self._worker.kill()
            self._worker = None

    def lives_on(self) -> list[int]:
        """Which processes of the worker are still there some seconds after its end."""
        self.end()
        return self.within(GONE_SECONDS, lambda: self.machine.processes_named(self.machine.token))

    @staticmethod
    def within(seconds: float, found: Callable[[], list[int]]) -> list[int]:
        """What is still found when the time is over; [] as soon as nothing is."""
        deadline = time.monotonic() + seconds
        while (still := found()) and time.monotonic() < deadline:
            time.sleep(0.05)
        return still

    def __enter__(self) -> Trial:
        return self

    def __exit__(self, *_: object) -> None:
        with contextlib.suppress(StudentError):
            self.end()


def _same(thing: Any) -> Any:
    return thing
