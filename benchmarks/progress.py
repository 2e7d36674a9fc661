"""Tells how far a long run is, and how long it has taken."""

from __future__ import annotations

import sys
import time


class Progress:
    """Prints a line for each step, on standard error."""

    def __init__(self) -> None:
        self._started, self._part = time.monotonic(), ""

    def begin(self, part: str) -> None:
        self._part = part
        self.tell("begins")

    def tell(self, step: str) -> None:
        minutes, seconds = divmod(int(time.monotonic() - self._started), 60)
        print(f"[{minutes:2}:{seconds:02}] {self._part}: {step}", file=sys.stderr, flush=True)
