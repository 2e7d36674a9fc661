"""Measures what recording adds to grading, and how long a class takes to be regraded.

The class is made of the sample class, repeated. Processor time is that of the grader process, its
zygotes and their workers together; wall time depends on what else the machine does.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from autograder.grading.batch import GradedSubmission, GraderProcesses, warm_graders
from autograder.sandbox import tiers
from autograder.sandbox.watch import children_of

PROJECT = Path(__file__).parents[1]
KINDS = ("passed", "wrong", "unfinished", "crashed", "forbidden")
GRADERS = Path("assignments/workbook/graders/test_convolution.py")
MISCONCEPTIONS = Path("assignments/workbook/misconceptions/convolution.py")
CODE = "truth = torch.cat([weight[o, 0, 0, 0] * images for o in range(4)], 1)"
CHANGES = {
    "a check's sentence": (GRADERS, "gives the sum of each window", "adds each window up"),
    "a check's code": (GRADERS, CODE, CODE.replace("], 1)", "], dim=1)")),
    "a known mistake's sentence": (MISCONCEPTIONS, "Your kernel looks flipped", "It looks flipped"),
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--students", type=int, default=300)
    arguments = parser.parse_args()
    folder = PROJECT / "tests" / "submissions"
    samples = [str(path) for kind in KINDS for path in sorted((folder / kind).iterdir())]
    print(f"tier {tiers.choose()}, {len(samples)} different submissions, one job")
    recorded = measure_recording(samples, arguments.rounds)
    students = [samples[i % len(samples)] for i in range(arguments.students)]
    for name, (file, old, new) in CHANGES.items():
        with changed_course(file, old, new) as course:
            measure_regrade(name, course, students, [recorded[path] for path in students])


def measure_recording(samples: Sequence[str], rounds: int) -> dict[str, bytes]:
    """Print what recording costs, and the sizes; returns the recordings by path."""
    spent: dict[bool, list[float]] = {False: [], True: []}
    recorded: dict[str, bytes] = {}

    def take(outcome: GradedSubmission) -> None:
        if outcome.recording is not None:
            recorded[outcome.path] = outcome.recording

    with warm_graders(PROJECT, "workbook", tiers.choose()) as graders:
        graders.grade_paths(samples[:2], jobs=1, on_outcome=take)
        for _ in range(rounds):
            for record in (False, True):
                before = processor_seconds()
                graders.grade_paths(samples, jobs=1, on_outcome=take, record=record)
                spent[record].append(processor_seconds() - before)
    plain, with_recording = (statistics.median(spent[each]) for each in (False, True))
    sizes = sorted(len(each) / 1000 for each in recorded.values())
    print(
        f"grading: {plain / len(samples):.3f} s of processor time each; recorded: "
        f"{with_recording / len(samples):.3f} s ({with_recording / plain - 1:+.1%})"
    )
    print(
        f"a recording has {statistics.median(sizes):.0f} kB (median), {sizes[-1]:.0f} at the most"
    )
    return recorded


def measure_regrade(
    name: str, course: Path, students: Sequence[str], recordings: Sequence[bytes]
) -> None:
    """Print how long the class takes, with a warm grader."""
    ran: list[GradedSubmission] = []
    with warm_graders(course, "workbook", tiers.choose()) as graders:
        _regrade(graders, students[:1], recordings[:1], [])
        before, started = processor_seconds(), time.perf_counter()
        _regrade(graders, students, recordings, ran)
        cpu, wall = processor_seconds() - before, time.perf_counter() - started
    again = sum(bool(each.ran_again) for each in ran)
    print(
        f"{name}: {len(students)} students in {wall:.1f} s, {cpu:.1f} s of processor time "
        f"({cpu / len(students):.3f} s each); code was run again for {again}"
    )


def _regrade(
    graders: GraderProcesses,
    students: Sequence[str],
    recordings: Sequence[bytes],
    ran: list[GradedSubmission],
) -> None:
    graders.grade_paths(students, jobs=1, on_outcome=ran.append, record=True, recordings=recordings)


def processor_seconds() -> float:
    """The processor time of all processes that we have started, with their ended children's."""
    waiting, total = [os.getpid()], 0.0
    for pid in waiting:
        waiting += children_of(pid)
        if pid != os.getpid():
            fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
            total += sum(map(int, fields[11:15])) / os.sysconf("SC_CLK_TCK")
    return total


@contextmanager
def changed_course(file: Path, old: str, new: str) -> Iterator[Path]:
    """A copy of the course with one change."""
    with tempfile.TemporaryDirectory() as folder:
        course = Path(folder)
        for name in ("assignments", "solutions"):
            shutil.copytree(PROJECT / name, course / name)
        shutil.copy(PROJECT / "grading.yml", course)
        text = (course / file).read_text()
        if text.count(old) != 1:
            raise SystemExit(f"{file} does not hold {old!r} once")
        (course / file).write_text(text.replace(old, new))
        yield course


if __name__ == "__main__":
    main()
