"""Stops hidden checks that don't come to an end in our own process.

Once a second it examines the stack. Time spent waiting for a submission's answers does not count,
since calls of a student's code have their own limits. Neither does time between submissions: a
grader process may wait long for its next one. The limit on processor time is short and the one on
wall time long, so that a check does not seem endless because the machine is busy.
"""

from __future__ import annotations

import signal
import threading
import time
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

from autograder.errors import CourseError

CPU_SECONDS, WALL_SECONDS = 20.0, 120
WAITING = str(Path(__file__).parents[1] / "sandbox" / "host.py")


class Endless:
    """Stops a check that takes too long with a CourseError that names its line.

    `error` keeps it, because the check may catch it.
    """

    def __init__(self, root: Path, *, more_seconds: float = 0.0) -> None:
        """`more_seconds` are added for networks that are trained in this process."""
        self._root, self._more = root, more_seconds
        self.error: CourseError | None = None
        self.begin()

    def begin(self) -> None:
        """Begin a new check: reset its time."""
        self._cpu, self._ticks, self._is_running = time.thread_time(), 0, True

    def rest(self) -> None:
        """Nothing is watched until the next `begin`."""
        self._is_running = False

    @contextmanager
    def watching(self) -> Iterator[None]:
        """Watch this thread within the block. Does nothing outside the main thread."""
        if threading.current_thread() is not threading.main_thread():
            yield
            return
        before = signal.signal(signal.SIGALRM, self._look)
        signal.setitimer(signal.ITIMER_REAL, 1, 1)
        try:
            yield
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)
            signal.signal(signal.SIGALRM, before)

    def _look(self, number: int, frame: FrameType | None) -> None:
        if not self._is_running:
            return
        stack = [each for each, _ in traceback.walk_stack(frame)]
        if any(each.f_code.co_filename == WAITING for each in stack):
            return
        self._ticks += 1
        is_over = self._ticks > WALL_SECONDS + self._more
        if is_over or time.thread_time() - self._cpu > CPU_SECONDS + self._more:
            self.error = self.error or CourseError(self._sentence(stack))
            raise self.error

    def _sentence(self, stack: list[FrameType]) -> str:
        for frame in stack:
            path = Path(frame.f_code.co_filename)
            if path.is_relative_to(self._root):
                place = f"{path.relative_to(self._root).as_posix()}:{frame.f_lineno}"
                return f"{place}: `{frame.f_code.co_name}` does not come to an end."
        return "a hidden check does not come to an end."
