"""Commands that are measured, each run in `run_measured`."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

PROJECT = Path(__file__).parents[1]
AUTOGRADER = [sys.executable, "-m", "autograder.cli"]
DONE_OR_REFUSED = (0, 1)  # exit codes of `autograder grade`: some of a class may be refused


@dataclass(frozen=True)
class Ran:
    """Seconds of the wall clock, and of all processors together; memory as (lines so far, MB)."""

    wall: float
    cpu: float
    memory: list[tuple[int, float]] = field(default_factory=list)


def run(
    command: Sequence[str],
    folder: Path,
    *,
    memory_every: float = 0.0,
    on_line: Callable[[str], None] = lambda line: None,
    codes: Sequence[int] = (0,),
) -> Ran:
    """Run a command in `folder`. Raises RuntimeError if it ends with another exit code."""
    measured = [sys.executable, "-m", "benchmarks.run_measured", str(memory_every), *command]
    memory, lines, end = [], 0, {"code": None}
    with (
        (folder / "errors.txt").open("w+") as errors,
        subprocess.Popen(
            measured,
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
            cwd=folder,
            env=_environment(),
        ) as process,
    ):
        for event in map(json.loads, process.stdout or ()):
            if "line" in event:
                lines += 1
                on_line(event["line"])
            elif "memory_mb" in event:
                memory.append((lines, event["memory_mb"]))
            else:
                end = event
    if end["code"] not in codes:
        said = (folder / "errors.txt").read_text()[-2000:]
        raise RuntimeError(f"{' '.join(command)[:300]} ended with {end['code']}:\n{said}")
    return Ran(end["wall"], end["cpu"], memory)


def _environment() -> dict[str, str]:
    """Ours, so that a command elsewhere finds this package."""
    import os

    path = os.pathsep.join(filter(None, (str(PROJECT), os.environ.get("PYTHONPATH"))))
    return {**os.environ, "PYTHONPATH": path, "PYTHONUNBUFFERED": "1"}
