"""Runs a command and measures it with all that it starts: `python -m benchmarks.run_measured …`.

    python -m benchmarks.run_measured SECONDS COMMAND …

Prints JSON, an object a line: `{"line": …}` for each line that the command prints, then
`{"code": …, "wall": …, "cpu": …}`; and `{"memory_mb": …}` every SECONDS if they are not 0.

It is a process of its own because it adopts what the command leaves behind: zygotes and workers
whose parent has ended would otherwise count for nobody.
"""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from typing import Any

from autograder.sandbox.inside import linux
from benchmarks.processes import memory_mb

TELLING = threading.Lock()  # two threads must not write into one line


def main(every: float, command: Sequence[str]) -> int:
    """Run the command; gives its exit code."""
    with contextlib.suppress(AttributeError, OSError):  # only Linux can
        linux.prctl(linux.PR_SET_CHILD_SUBREAPER, 1)
    before, started = _children_seconds(), time.perf_counter()
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        is_over = threading.Event()
        watch = threading.Thread(target=_watch, args=(every, is_over))
        if every:
            watch.start()
        for line in process.stdout or ():
            _tell({"line": line.rstrip()})
    wall = time.perf_counter() - started
    is_over.set()
    if every:
        watch.join()
    with contextlib.suppress(ChildProcessError):
        while True:
            os.wait()
    _tell({"code": process.returncode, "wall": wall, "cpu": _children_seconds() - before})
    return process.returncode


def _watch(every: float, is_over: threading.Event) -> None:
    while not is_over.wait(every):
        _tell({"memory_mb": memory_mb(os.getpid())})


def _children_seconds() -> float:
    times = os.times()
    return times.children_user + times.children_system


def _tell(event: Mapping[str, Any]) -> None:
    with TELLING:
        print(json.dumps(event), flush=True)


if __name__ == "__main__":
    sys.exit(main(float(sys.argv[1]), sys.argv[2:]))
