"""Counts functions that timed out, so that one endless loop does not use up the others' time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from autograder.errors import Ours, StudentTimeout
from autograder.sandbox.any_worker import AnyWorker, Resolve
from autograder.sandbox.host import Worker
from autograder.text.listing import listed

CHANCES = 2
REACHING = 1  # the limit for a function that uses one that has reached its own


class Timeouts:
    """Counts the timeouts of one submission, and refuses calls of functions with too many."""

    def __init__(
        self,
        reach: Callable[[str], frozenset[str]] = lambda name: frozenset((name,)),
        counts: Counter[str] | None = None,
    ) -> None:
        """`reach(name)` returns the functions that the solution's function uses, and itself;
        `counts` are the timeouts in other tasks.
        """
        self._reach = reach
        self._counts = Counter[str]() if counts is None else counts

    def refuse(self, function: str) -> None:
        """Raise StudentTimeout if the function has timed out too often."""
        had = self._counts[function]
        lost = [name for name in self._reach(function) if self._counts[name] >= CHANCES]
        if had >= (REACHING if lost else CHANCES):
            times = "twice" if had > 1 else "once"
            those = listed([f"`{name}`" for name in sorted(lost)])
            uses = "" if function in lost else f", and so has {those}, which it may use"
            raise StudentTimeout(
                # These names come from the checks, not from the submission.
                Ours(f"`{function}` was not called: it ran out of time {times} already{uses}.")
            )

    @contextmanager
    def of(self, function: str) -> Iterator[None]:
        """Count a timeout of the function within the block."""
        try:
            yield
        except StudentTimeout:
            self._counts[function] += 1
            raise


class TimedCalls(AnyWorker):
    """Counts the timeouts of each function."""

    timeouts: Timeouts

    def call(
        self, target: str | int, args: tuple[Any, ...], kwargs: Mapping[str, Any], **more: Any
    ) -> Any:
        # Of an object, all is counted as its maker's: `SGD.step` as `SGD`, which can be refused.
        with self.timeouts.of(more["name"].partition(".")[0]):
            return super().call(target, args, kwargs, **more)

    def attribute(self, number: int, attribute: str, *, name: str, resolve: Resolve) -> Any:
        with self.timeouts.of(name.partition(".")[0]):
            return super().attribute(number, attribute, name=name, resolve=resolve)

    def method(self, number: int, method: Any, *args: Any, name: str) -> Any:
        with self.timeouts.of(name):
            return super().method(number, method, *args, name=name)

    def backward(self, graph: int, inflow: Any, *, name: str) -> Any:
        with self.timeouts.of(name.partition(".")[0]):
            return super().backward(graph, inflow, name=name)


class TimedWorker(TimedCalls, Worker):
    """A worker that counts the timeouts of each function."""
