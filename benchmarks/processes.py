"""Processor time and memory of a process and all that it has started."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from pathlib import Path

from autograder.sandbox.watch import children_of, processor_seconds_of


def tree_of(pid: int) -> Iterator[int]:
    """The descendants of a process that live now."""
    todo = children_of(pid)
    while todo:
        child = todo.pop()
        yield child
        todo += children_of(child)


def processor_seconds() -> float:
    """Processor seconds of this process, its descendants, and all that these have reaped."""
    return time.process_time() + sum(map(processor_seconds_of, tree_of(os.getpid())))


def memory_mb(pid: int) -> float:
    """Memory of the descendants of a process, in MB of a million bytes.

    A page that several processes share counts once: it is divided among them ("proportional set
    size", https://man7.org/linux/man-pages/man5/proc_pid_smaps.5.html).
    """
    return sum(map(_proportional_kb, tree_of(pid))) * 1024 / 1e6


def _proportional_kb(pid: int) -> int:
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:  # it has ended
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith("Pss:")), 0)
