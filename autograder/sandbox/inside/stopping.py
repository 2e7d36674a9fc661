"""Interrupts a call whose time is over, and keeps what it has done so far.

Covered: Python code, also where it catches every `Exception`; one that swallows the interruption
gets another each second. Not covered: code that takes the signals for itself, or never returns to
Python; the host kills that worker.
"""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import NoReturn

RETRY_SECONDS = 1.0  # seconds until the next try, if the student's code swallows the first


class Stopped(BaseException):
    """Interrupts the student's code. No Exception, so that `except Exception` can't catch it."""


class Interruption:
    """Whether a call was interrupted."""

    happened = False


@contextmanager
def stop_after(processor_seconds: float, any_seconds: float) -> Iterator[Interruption]:
    """Leave the block early, without an error, when one of two times is over; 0 means no limit.

    Both are in seconds; `any_seconds` are wall time. Works in the main thread only.
    """
    interruption = Interruption()
    if not processor_seconds and not any_seconds:
        yield interruption
        return

    def stop(number: int, frame: FrameType | None) -> NoReturn:
        raise Stopped

    timers = (
        (signal.SIGPROF, signal.ITIMER_PROF, processor_seconds),
        (signal.SIGALRM, signal.ITIMER_REAL, any_seconds),
    )
    for number, timer, seconds in timers:
        signal.signal(number, stop)
        signal.setitimer(timer, seconds, RETRY_SECONDS if seconds else 0.0)
    try:
        yield interruption
    except Stopped:
        interruption.happened = True
    finally:
        for number, timer, _ in timers:
            signal.setitimer(timer, 0.0)
            signal.signal(number, signal.SIG_IGN)
