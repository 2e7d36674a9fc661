"""How much longer things take at this moment than on a machine with nothing else to do."""

from __future__ import annotations

import time

WORK_SECONDS = 0.2  # that find out well


def slowdown(work_seconds: float = WORK_SECONDS) -> float:
    """How many times as long as on a quiet machine: 1 there, about 4 where four share a core.

    `work_seconds`: of this thread's processor time; the fewer, the more chance is in it.
    """
    began, worked_since = time.monotonic(), time.thread_time()
    while time.thread_time() - worked_since < work_seconds:
        pass
    return max(1.0, (time.monotonic() - began) / work_seconds)
