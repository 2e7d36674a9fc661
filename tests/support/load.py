"""How much longer things take at this moment than on a machine with nothing else to do."""

from __future__ import annotations

import time

WORK_SECONDS = 0.2  # of processor time that is used to find out


def slowdown() -> float:
    """How many times as long as on a quiet machine: 1 there, about 4 where four share a core."""
    began, worked_since = time.monotonic(), time.process_time()
    while time.process_time() - worked_since < WORK_SECONDS:
        pass
    return max(1.0, (time.monotonic() - began) / WORK_SECONDS)
