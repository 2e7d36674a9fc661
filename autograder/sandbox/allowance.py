"""What one worker, and one submission, may use."""

from __future__ import annotations

import msgspec


class WorkerLimits(msgspec.Struct, frozen=True, kw_only=True):
    """What one worker may use."""

    call_seconds: float = 10.0
    cpu_seconds: float = 120.0
    memory_mb: int = 1024
    processes: int = 64
    file_mb: int = 64
    output_kb: int = 64


class Budget:
    """The seconds that all calls of one submission have together."""

    def __init__(self, seconds: float) -> None:
        self.seconds = self.left = seconds

    def spend(self, seconds: float) -> None:
        self.left = max(0.0, self.left - seconds)
