"""What a worker prints: read so that it never blocks, kept to a limit, shown without surprises."""

from __future__ import annotations

import contextlib
import threading

from autograder.sandbox.replies import clean


class Drain:
    """Reads a worker's output in a thread, so that it never blocks, and keeps the beginning."""

    def __init__(self, pipe: int, limit: int) -> None:
        self._pipe, self._limit = pipe, limit
        self._kept, self._dropped = bytearray(), 0
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def text(self) -> str:
        tail = f"\n… and {self._dropped} bytes more" if self._dropped else ""
        return clean(bytes(self._kept).decode(errors="replace"), limit=self._limit) + tail

    def close(self) -> None:
        # A process that escaped may hold the pipe open: not worth waiting for.
        self._thread.join(1.0)

    def _run(self) -> None:
        with contextlib.suppress(OSError), open(self._pipe, "rb", buffering=0) as pipe:
            while chunk := pipe.read(1 << 16):
                keep = chunk[: self._limit - len(self._kept)]
                self._kept += keep
                self._dropped += len(chunk) - len(keep)
