"""Reads what a worker prints, keeps the first part, and shows it without control characters.

Covered: a worker can print without end, and neither waits nor fills the host's memory; no
character that it prints moves a cursor. Not covered: what it says. These are the student's words,
which may hold what the code was given: they are for staff alone.
"""

from __future__ import annotations

import array
import contextlib
import fcntl
import select
import termios
import threading
import time
from collections.abc import Callable

from autograder.text.legible import clean, one_line

CATCH_UP_SECONDS = 0.1  # the most time to read what was printed before it is asked for
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
        self._taking = threading.Lock()  # held from a read until what was read is kept
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def text(self) -> str:
        """The kept output, without control characters, and how many bytes were dropped.

        It holds all that had been written when it was asked for.
        """
        self._catch_up()
        if not self._kept:
            return ""
        tail = f"\n… and {self._dropped} bytes more" if self._dropped else ""
        return clean(bytes(self._kept).decode(errors="replace"), limit=self._limit) + tail

    def _catch_up(self) -> None:
        """Wait until the pipe is empty, for a moment at the most: somebody may go on writing."""
        deadline = time.monotonic() + CATCH_UP_SECONDS
        waiting = array.array("i", [0])
        with contextlib.suppress(OSError):  # the pipe is closed, and all of it was read
            # Of one who prints more than is kept, nothing more is waited for.
            while self._thread.is_alive() and not self._dropped and time.monotonic() < deadline:
                fcntl.ioctl(self._pipe, termios.FIONREAD, waiting)
                if not waiting[0]:
                    break
                time.sleep(0.0005)
        with self._taking:
            pass

    def close(self) -> None:
        """Wait up to a second for the end of the output."""
        # A process that outlived the worker may hold the pipe open. Do not wait for it.
        self._thread.join(1.0)

    def _run(self) -> None:
        with contextlib.suppress(OSError), open(self._pipe, "rb", buffering=0) as pipe:
            ready = select.poll()
            ready.register(pipe, select.POLLIN)
            while ready.poll():
                with self._taking:
                    chunk = pipe.read(1 << 16)
                    keep = chunk[: self._limit - len(self._kept)]
                    self._kept += keep
                    self._dropped += len(chunk) - len(keep)
                if not chunk:
                    break
                self._pass_on(chunk)

    def _pass_on(self, chunk: bytes) -> None:
        lines = chunk.decode(errors="replace").split("\n")[:-1]
        now = time.monotonic()
        if self._on_line and lines and now - self._passed_on_at >= LINE_SECONDS:
            self._passed_on_at = now
            self._on_line(one_line(lines[-1], limit=200))
