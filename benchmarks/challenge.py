"""The challenge: its reference network graded, beside its training alone."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import time
from pathlib import Path

from benchmarks.commands import AUTOGRADER, PROJECT, run
from benchmarks.counts import Counts
from benchmarks.figures import Measured, ratio, seconds
from benchmarks.processes import processor_seconds
from benchmarks.progress import Progress

EPOCHS = "EPOCHS = 3\n"


def measure(counts: Counts, folder: Path, progress: Progress) -> Measured:
    """Both in turns; the grader process is warm, and has tried its checks on the solution."""
    from autograder.grading.batch import warm_graders
    from autograder.sandbox import tiers

    reference = folder / "reference"
    shutil.copytree(PROJECT / "solutions" / "challenge", reference)
    if counts.epochs:
        training = (reference / "training.py").read_text()
        if EPOCHS not in training:
            raise RuntimeError(f"solutions/challenge/training.py has no {EPOCHS!r}")
        (reference / "training.py").write_text(
            training.replace(EPOCHS, f"EPOCHS = {counts.epochs}\n")
        )
    graded_wall, graded_cpu, alone_wall, alone_cpu = [], [], [], []
    template = PROJECT / "student_template" / "challenge"
    with warm_graders(PROJECT, "challenge", tiers.choose()) as graders:
        graders.grade_paths([str(template)], jobs=1, on_outcome=lambda outcome: None)
        for number in range(counts.challenge_rounds):
            started, before = time.perf_counter(), processor_seconds()
            [outcome] = graders.grade_paths(
                [str(reference)], jobs=1, on_outcome=lambda outcome: None
            )
            graded_wall.append(time.perf_counter() - started)
            graded_cpu.append(processor_seconds() - before)
            if outcome.report is None:
                raise RuntimeError(outcome.problem)
            wall, cpu = _trained_alone(reference)
            alone_wall.append(wall)
            alone_cpu.append(cpu)
            progress.tell(f"round {number + 1} of {counts.challenge_rounds}")
    grade = [*AUTOGRADER, "grade", "--course", str(PROJECT), str(reference)]
    cold = run(grade, folder)
    over = "the challenge's reference over its training alone"
    return Measured(
        {
            "challenge.cold": seconds(
                "the challenge's reference by `autograder grade`", [cold.wall]
            ),
            "challenge.wall": seconds("the challenge's reference by a warm grader", graded_wall),
            "challenge.alone": seconds("the training of that network alone", alone_wall),
            "challenge.processor": seconds("the challenge's reference, processor", graded_cpu),
            "challenge.over_training": ratio(f"{over}, wall", graded_wall, alone_wall),
            "challenge.over_training_cpu": ratio(f"{over}, processor", graded_cpu, alone_cpu),
        }
    )


def _trained_alone(reference: Path) -> tuple[float, float]:
    command = [sys.executable, "-m", "benchmarks.trained_alone", str(reference)]
    ran = subprocess.run(command, capture_output=True, text=True, check=True, cwd=PROJECT)
    wall, cpu = json.loads(ran.stdout.splitlines()[-1])
    return wall, cpu
