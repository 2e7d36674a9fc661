"""Measures how long a student waits from saving a file to the result of `check.py --watch`."""

from __future__ import annotations

import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

TEMPLATE = Path(__file__).parents[1] / "student_template" / "workbook"
SOLUTIONS = Path(__file__).parents[1] / "solutions" / "workbook"
ROUNDS = 7


def main() -> None:
    """Print the time to the first result, and the median of the times after a save."""
    for forks in (True, False):
        first, saves = measure(forks=forks)
        how = "with fork" if forks else "without fork"
        print(
            f"{how:13}  first verdict {first:.1f} s, after a save {statistics.median(saves):.2f} s"
        )


def measure(*, forks: bool) -> tuple[float, list[float]]:
    """Seconds until the first result, and from each save to its result."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder, "workbook")
        shutil.copytree(TEMPLATE, home)
        running = home / "tests" / "running.py"
        running.write_text(running.read_text().replace('hasattr(os, "fork")', str(forks)))
        started = time.perf_counter()
        with subprocess.Popen(
            [sys.executable, str(home / "check.py"), "--watch"], stdout=subprocess.PIPE, text=True
        ) as process:
            wait_for_verdict(process)
            first = time.perf_counter() - started
            source, seconds = (SOLUTIONS / "pooling.py").read_text(), []
            for number in range(ROUNDS):
                time.sleep(0.5)
                started = time.perf_counter()
                (home / "pooling.py").write_text(f"{source}\n# saved {number} times\n")
                wait_for_verdict(process)
                seconds.append(time.perf_counter() - started)
            process.kill()
        return first, seconds


def wait_for_verdict(process: subprocess.Popen[str]) -> None:
    for line in process.stdout or ():
        if "Watching" in line:
            return
    raise RuntimeError("check.py ended")


if __name__ == "__main__":
    main()
