"""How long this project's own tests take: `make test-quick`, then `make test`."""

from __future__ import annotations

import subprocess
import time

from benchmarks.commands import PROJECT
from benchmarks.figures import Measured, seconds
from benchmarks.progress import Progress

TARGETS = ("test-quick", "test")


def measure(progress: Progress) -> Measured:
    """Each once: they take long. Raises CalledProcessError if a test fails."""
    figures = {}
    for target in TARGETS:
        progress.begin(target)
        started = time.perf_counter()
        with subprocess.Popen(
            ["make", target],  # noqa: S607 - wherever it is installed
            cwd=PROJECT,
            stdout=subprocess.PIPE,
            text=True,
        ) as process:
            for line in process.stdout or ():
                progress.tell(line.rstrip())
        if process.returncode:
            raise subprocess.CalledProcessError(process.returncode, process.args)
        took = time.perf_counter() - started
        figures[f"suite.{target}"] = seconds(f"`make {target}`", [took])
    return Measured(figures)
