"""Measures the time to grade a submission with `autograder grade`, on Gradescope and with otter."""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import zipfile
from pathlib import Path

PROJECT = Path(__file__).parents[1]
ANSWER = PROJECT / "tests" / "submissions" / "passed" / "nested_loops"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    rounds = parser.parse_args().rounds
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        ways = prepare(folder)
        seconds: dict[str, list[tuple[float, float]]] = {name: [] for name in ways}
        for _ in range(rounds):  # in turns, so that a busy minute affects all of them
            for name, command in ways.items():
                seconds[name].append(measured(command, folder))
    for name, pairs in seconds.items():
        wall, cpu = (statistics.median(column) for column in zip(*pairs, strict=True))
        print(f"{name:30} {wall:6.1f} s   {cpu:6.1f} s of processor")


def prepare(folder: Path) -> dict[str, list[str]]:
    """Make a bundle and a submission, as a zip and as Gradescope's folders; a command for each."""
    autograder = [sys.executable, "-m", "autograder.cli"]
    bundle = ["bundle", "--assignment", "workbook", "--to", str(folder)]
    subprocess.run([*autograder, *bundle, "--course", str(PROJECT)], check=True)
    handed_in = shutil.make_archive(str(folder / "ada"), "zip", ANSWER)
    home = folder / "gradescope"  # if called `autograder`, Python would import it as the package
    shutil.copytree(ANSWER, home / "submission")
    with zipfile.ZipFile(folder / "workbook-autograder.zip") as archive:
        archive.extractall(home / "source")
    zipped = str(folder / "workbook-autograder.zip")
    return {
        "autograder grade": [*autograder, "grade", "--course", str(PROJECT), handed_in],
        "on Gradescope": [sys.executable, "-m", "autograder.platforms.gradescope", str(home)],
        "otter run": [sys.executable, "-m", "otter", "run", "-a", zipped, handed_in],
        "importing torch, to compare": [sys.executable, "-c", "import torch"],
    }


def measured(command: list[str], folder: Path) -> tuple[float, float]:
    """Wall seconds, and processor seconds of all processes together."""
    before, began = os.times(), time.perf_counter()
    subprocess.run(command, cwd=folder, check=True, capture_output=True)
    after = os.times()
    cpu = after.children_user + after.children_system
    return time.perf_counter() - began, cpu - before.children_user - before.children_system


if __name__ == "__main__":
    main()
