"""Reads what a worker prints, keeps the first part, and shows it without control characters."""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Callable

from autograder.text.legible import clean, one_line

LINE_SECONDS = 0.1  # the least time between two live lines: nobody reads faster


class Drain:
    """Reads a worker's output in a thread, so that the worker never blocks on a full pipe.

    Keeps the first `limit` bytes and counts the rest. `on_line` is called in that thread with the
    latest complete line, at most once every `LINE_SECONDS`.
    """

    def __init__(self, pipe: int, limit: int, on_line: Callable[[str], None] | None = None) -> None:
        self._pipe, self._limit, self._on_line = pipe, limit, on_line
        self._passed_on_at = 0.0
        self._kept, self._dropped = bytearray(), 0
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def text(self) -> str:
        """The kept output, without control characters, and how many bytes were dropped."""
        tail = f"\n… and {self._dropped} bytes more" if self._dropped else ""
        return clean(bytes(self._kept).decode(errors="replace"), limit=self._limit) + tail

    def close(self) -> None:
        """Wait up to a second for the end of the output."""
        # A process that outlived the worker may hold the pipe open. Do not wait for it.
        self._thread.join(1.0)

    def _run(self) -> None:
        with contextlib.suppress(OSError), open(self._pipe, "rb", buffering=0) as pipe:
            while chunk := pipe.read(1 << 16):
                keep = chunk[: self._limit - len(self._kept)]
                self._kept += keep
                self._dropped += len(chunk) - len(keep)
                self._pass_on(chunk)

    def _pass_on(self, chunk: bytes) -> None:
        lines = chunk.decode(errors="replace").split("\n")[:-1]
        now = time.monotonic()
        if self._on_line and lines and now - self._passed_on_at >= LINE_SECONDS:
            self._passed_on_at = now
            self._on_line(one_line(lines[-1], limit=200))
