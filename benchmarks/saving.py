"""How long a student waits from saving a file to the verdict of `check.py --watch`."""

from __future__ import annotations

import shutil
import subprocess
import sys
import time
from pathlib import Path

from benchmarks.commands import PROJECT
from benchmarks.counts import Counts
from benchmarks.figures import Measured, seconds
from benchmarks.progress import Progress

PAUSE = 0.5  # seconds between a verdict and the next save, as by a quick typist


def measure(counts: Counts, folder: Path, progress: Progress) -> Measured:
    """Until the first verdict, and from each save to its verdict."""
    home = folder / "workbook"
    shutil.copytree(PROJECT / "student_template" / "workbook", home)
    source = (PROJECT / "solutions" / "workbook" / "pooling.py").read_text()
    started = time.perf_counter()
    watch = [sys.executable, str(home / "check.py"), "--watch"]
    with subprocess.Popen(watch, stdout=subprocess.PIPE, text=True) as process:
        try:
            _wait_for_verdict(process)
            first, saves = time.perf_counter() - started, []
            for number in range(counts.saves):
                time.sleep(PAUSE)
                started = time.perf_counter()
                (home / "pooling.py").write_text(f"{source}\n# saved {number} times\n")
                _wait_for_verdict(process)
                saves.append(time.perf_counter() - started)
                progress.tell(f"save {number + 1} of {counts.saves}")
        finally:
            process.kill()
    return Measured(
        {
            "saving.first": seconds("`check.py --watch` until its first verdict", [first]),
            "saving.verdict": seconds("from saving a file to the verdict", saves),
        }
    )


def _wait_for_verdict(process: subprocess.Popen[str]) -> None:
    for line in process.stdout or ():
        if "Watching" in line:
            return
    raise RuntimeError("check.py ended")
