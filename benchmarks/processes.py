"""Processor time and memory of a process and all that it has started."""

from __future__ import annotations

import os
import time

from autograder.sandbox.watch import (
    children_of,
    processor_seconds_of,
    proportional_bytes_of,
    tree,
)


def processor_seconds() -> float:
    """Processor seconds of this process, its descendants, and all that these have reaped."""
    descendants = tree(children_of(os.getpid()))
    return time.process_time() + sum(map(processor_seconds_of, descendants))


def memory_mb(pid: int) -> float:
    """Memory of the descendants of a process, in MB of a million bytes.

    A page that several processes share counts once: it is divided among them ("proportional set
    size", https://man7.org/linux/man-pages/man5/proc_pid_smaps.5.html).
    """
    return sum(map(proportional_bytes_of, tree(children_of(pid)))) / 1e6
