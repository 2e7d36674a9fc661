"""One submission from a cold start: by `autograder grade`, on Gradescope, and by `otter run`."""

from __future__ import annotations

import shutil
import sys
import zipfile
from pathlib import Path

from benchmarks.commands import AUTOGRADER, PROJECT, Ran, run
from benchmarks.counts import Counts
from benchmarks.figures import Measured, ratio, seconds
from benchmarks.progress import Progress
from benchmarks.submissions import cycle

WAYS = {
    "import_torch": "`import torch`, nothing else",
    "autograder": "one submission by `autograder grade`",
    "gradescope": "one submission by Gradescope's script",
    "otter": "one submission by `otter run`",
}


def measure(counts: Counts, folder: Path, progress: Progress) -> Measured:
    """Each way in turns, so that a busy minute affects all; each round, another submission."""
    bundle = [*AUTOGRADER, "bundle", "--assignment", "workbook", "--to", str(folder)]
    run([*bundle, "--course", str(PROJECT)], folder)
    members = [member for member in cycle() if "crashed" not in str(member)]
    ran: dict[str, list[Ran]] = {way: [] for way in WAYS}
    for number in range(counts.cold_rounds):
        ways = commands(members[number % len(members)], folder, number)
        for way, command in ways.items():
            ran[way].append(run(command, folder))
        progress.tell(f"round {number + 1} of {counts.cold_rounds}")
    wall = {way: [each.wall for each in ran[way]] for way in WAYS}
    figures = {f"cold.{way}.wall": seconds(WAYS[way], wall[way]) for way in WAYS}
    for way in ("autograder", "gradescope", "otter"):
        what = f"{WAYS[way]}, processor"
        figures[f"cold.{way}.processor"] = seconds(what, [each.cpu for each in ran[way]])
    figures["cold.over_import"] = ratio(
        "`autograder grade` over `import torch`, wall", wall["autograder"], wall["import_torch"]
    )
    figures["cold.otter_over"] = ratio(
        "`otter run` over `autograder grade`, wall", wall["otter"], wall["autograder"]
    )
    return Measured(figures)


def commands(member: Path, folder: Path, number: int) -> dict[str, list[str]]:
    """A command for each way, on the same submission."""
    handed_in = shutil.make_archive(str(folder / f"ada-{number}"), "zip", member)
    home = folder / f"gradescope-{number}"
    shutil.copytree(member, home / "submission")
    zipped = str(folder / "workbook-autograder.zip")
    with zipfile.ZipFile(zipped) as archive:
        archive.extractall(home / "source")
    return {
        "import_torch": [sys.executable, "-c", "import torch"],
        "autograder": [*AUTOGRADER, "grade", "--course", str(PROJECT), handed_in],
        "gradescope": [sys.executable, "-m", "autograder.platforms.gradescope", str(home)],
        "otter": [sys.executable, "-m", "otter", "run", "-a", zipped, handed_in],
    }
