"""Trains networks of the challenge through the grader, on a GPU if there is one: `cuda.sh` runs it.

The reference, a wide network and one that fails are graded with `device: auto`, the reference once
more with `device: cpu`, and `autograder self-check` is run with workers that may use the GPU.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from benchmarks.commands import PROJECT
from benchmarks.progress import Progress

CALIBRATION = PROJECT / "assignments" / "challenge" / "calibration"
NETWORKS = {
    "reference": (),
    "wide": (CALIBRATION / "family" / "wide_128", CALIBRATION / "shared"),
    "failing": (CALIBRATION / "below_the_bar" / "linear",),
}
# So that all of it takes under four minutes on one GPU, and each network is trained once.
FEWER = {"runs: 2  ": "runs: 1  ", "runs_at_chance: 3": "runs_at_chance: 1"}
QUICK = ("reference", "failing")
DEVICE = "device: auto "


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="leave the wide network out")
    arguments = parser.parse_args()
    progress, started = Progress(), time.monotonic()
    names = QUICK if arguments.quick else tuple(NETWORKS)
    with tempfile.TemporaryDirectory() as folder:
        networks = graded(Path(folder), names, progress)
    progress.begin("self-check")
    found = {
        "gpu": gpu(),
        "visible": visibility(),
        "networks": networks,
        "self_check": self_checked(),
        "seconds": round(time.monotonic() - started, 1),
    }
    on_auto, on_cpu = (networks[name]["accuracy"] for name in ("reference", "reference_on_cpu"))
    found["difference"] = None if None in (on_auto, on_cpu) else round(on_auto - on_cpu, 4)
    json.dump(found, sys.stdout, indent=1)
    print()


def gpu() -> str | None:
    """The GPU's name, asked of another process: what has touched CUDA must not fork zygotes."""
    return _asked(
        "import torch; print(torch.cuda.get_device_name() if torch.cuda.is_available() else '')"
    )


def graded(folder: Path, names: Sequence[str], progress: Progress) -> dict[str, Any]:
    """What the grader says of these networks, and of the reference on the CPU: by name."""
    submissions = {name: _submission(folder / name, NETWORKS[name]) for name in names}
    progress.begin(", ".join(names))
    found = _graded(_course(folder / "auto", FEWER), submissions)
    progress.begin("reference on the CPU")
    on_cpu = _course(folder / "cpu", {**FEWER, DEVICE: "device: cpu "})
    return found | _graded(on_cpu, {"reference_on_cpu": submissions["reference"]})


def self_checked() -> dict[str, Any]:
    """How many behaviours hold where workers may use the GPU, and which promised ones do not."""
    from autograder.sandbox import tiers
    from autograder.self_check.run import tried

    tier = tiers.choose()
    found = list(tried(tier, with_gpu=True))
    return {
        "tier": tier,
        "behaviours": len(found),
        "hold": sum(each.outcome == "holds" for each in found),
        "broken": {each.behaviour.name: each.reason for each in found if each.breaks_a_promise},
    }


def visibility() -> dict[str, bool]:
    """Whether a worker sees the GPU: one of a training should, any other should not."""
    from autograder.sandbox import tiers
    from autograder.sandbox.host import Worker
    from autograder.sandbox.launcher import Zygotes
    from autograder.sandbox.limits import Budget, worker_limits

    seen, zygotes = {}, Zygotes(tiers.choose())
    source = b"import torch\n\ndef sees():\n    return torch.cuda.is_available()\n"
    for name, with_gpu in {"of_a_training": True, "of_any_other": False}.items():
        worker = Worker(
            zygotes.get((), with_gpu=with_gpu), worker_limits(memory_mb=8192), Budget(60)
        )
        worker.put({"submission/looks.py": source})
        worker.load("looks")
        seen[name], _ = worker.call("sees", (), {}, name="sees", refer=str, resolve=str)
        worker.kill()
    zygotes.close()
    return seen


def _graded(course: Path, submissions: Mapping[str, Path]) -> dict[str, Any]:
    from autograder.grading.batch import GradedSubmission, grade_paths
    from autograder.sandbox import tiers

    def summary(outcome: GradedSubmission) -> dict[str, Any]:
        if outcome.report is None:
            return {"problem": outcome.problem, "accuracy": None}
        task = next(each for each in outcome.report.tasks if each.task == "training")
        return {
            "accuracy": task.data.get("accuracy"),
            "points": task.score,
            "of": task.points,
            "notes": list(task.notes),
            "device": outcome.report.environment.get("device"),
            "seconds": round(outcome.report.seconds, 1),
        }

    outcomes = grade_paths(
        course,
        "challenge",
        list(map(str, submissions.values())),
        tier=tiers.choose(),
        jobs=1,
        on_outcome=lambda outcome: None,
    )
    return dict(zip(submissions, map(summary, outcomes), strict=True))


def _course(folder: Path, changes: Mapping[str, str]) -> Path:
    """A copy of the course with texts of its grading.yml replaced."""
    for part in ("assignments", "solutions"):
        shutil.copytree(PROJECT / part, folder / part)
    text = (PROJECT / "grading.yml").read_text()
    for now, then in changes.items():
        if text.count(now) != 1:
            raise RuntimeError(f"grading.yml should hold {now!r} once")
        text = text.replace(now, then)
    (folder / "grading.yml").write_text(text)
    return folder


def _submission(folder: Path, sources: tuple[Path, ...]) -> Path:
    """The solution, with files of other networks in place of its own."""
    shutil.copytree(PROJECT / "solutions" / "challenge", folder)
    for source in sources:
        shutil.copytree(source, folder, dirs_exist_ok=True)
    return folder


def _asked(code: str) -> str | None:
    import subprocess

    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return ran.stdout.strip() or None


if __name__ == "__main__":
    main()
