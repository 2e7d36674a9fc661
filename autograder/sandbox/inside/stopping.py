"""Interrupts a call that has had its time, and keeps what it has done so far."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import NoReturn

RETRY_SECONDS = 1.0  # seconds until the next try, if the student's code swallows the first


class Stopped(BaseException):
    """Raised in the middle of the student's code. No Exception: `except Exception` lets it pass."""


class Interruption:
    """Whether a call was interrupted."""

    happened = False


@contextmanager
def stop_after(processor_seconds: float, any_seconds: float) -> Iterator[Interruption]:
    """End the block early, without an error, when one of the two times is over; 0 is forever."""
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
