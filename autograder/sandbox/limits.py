"""The limits of one worker and the time budget of one submission."""

from __future__ import annotations

import math

import msgspec

from autograder.sandbox.inside import control


class WorkerLimits(msgspec.Struct, frozen=True, kw_only=True):
    """What one worker may use."""

    call_seconds: float = 10.0
    cpu_seconds: float = 120.0
    memory_mb: int = 1024
    processes: int = 64
    file_mb: int = 64
    output_kb: int = 64
    # Kept back until `Worker.open_reserve`: further memory and processor time.
    reserve_mb: int = 0
    reserve_cpu_seconds: float = 0.0

    def order(self, *, scratch: str, uid: int) -> control.Fork:
        """What the zygote is told, for a worker with this folder and this user."""
        return control.Fork(
            cpu_seconds=math.ceil(self.cpu_seconds + self.reserve_cpu_seconds),
            memory_mb=self.memory_mb,
            processes=self.processes,
            file_mb=self.file_mb,
            scratch=scratch,
            uid=uid,
            reserve_mb=self.reserve_mb,
        )


def too_much_memory(megabytes: int) -> str:
    """The end of a sentence that says why a worker was killed."""
    return f"it used more than its {megabytes} MB of memory"


class Budget:
    """The seconds that all calls of one submission have together."""

    def __init__(self, seconds: float) -> None:
        self.seconds = self.left = seconds

    def spend(self, seconds: float) -> None:
        self.left = max(0.0, self.left - seconds)
