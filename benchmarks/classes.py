"""Whole classes on two cores: with hostile members, of several sizes, and the memory they take."""

from __future__ import annotations

import itertools
import re
import statistics
from pathlib import Path

from benchmarks.commands import AUTOGRADER, DONE_OR_REFUSED, PROJECT, Ran, run
from benchmarks.counts import Counts
from benchmarks.figures import MEGABYTES, TIMES, Figure, Measured, seconds
from benchmarks.progress import Progress
from benchmarks.submissions import honest_class, mixed_class

JOBS = 2
DONE = re.compile(r"\[(\d+) of \d+ graded\]")
MEMORY_EVERY = 1.0  # seconds
PART = 0.1  # of a class: memory is compared between two parts of this size
AFTER = 0.05  # of a class: by then, all grader processes have begun


def measure_mixed(counts: Counts, folder: Path, progress: Progress) -> Measured:
    """A class with one hostile member in ten."""
    size = counts.class_size
    ran, _ = _graded(mixed_class(folder, size), folder, progress)
    figures = {
        "class.wall": seconds(f"a class of {size}, one in ten hostile, two at a time", [ran.wall]),
        "class.processor": seconds(f"a class of {size}, processor", [ran.cpu]),
        "class.processor_each": seconds("each of that class, processor", [ran.cpu / size]),
    }
    return Measured(figures)


def measure_sizes(counts: Counts, folder: Path, progress: Progress) -> Measured:
    """Classes of several sizes with the same members in the same proportions; memory on the way."""
    costs: list[tuple[float, float]] = []
    figures: dict[str, Figure] = {}
    memory: list[tuple[float, float]] = []
    for size in counts.sizes:
        ran, memory = _graded(honest_class(folder / str(size), size), folder, progress)
        costs.append((size, ran.cpu))
        figures[f"size_{size}.wall"] = seconds(f"a class of {size}, two at a time", [ran.wall])
        figures[f"size_{size}.processor"] = seconds(f"a class of {size}, processor", [ran.cpu])
    figures |= _straightness(costs) | _flatness(memory, counts.sizes[-1])
    return Measured(figures, {"cost": costs, "memory": memory})


def _graded(
    members: list[str], folder: Path, progress: Progress
) -> tuple[Ran, list[tuple[float, float]]]:
    """Grades a class; gives what it took, and its memory as (how many were graded, MB)."""
    done = [0]  # after each printed line

    def on_line(line: str) -> None:
        found = DONE.match(line)
        done.append(int(found[1]) if found else done[-1])
        if found and done[-1] * 20 // len(members) > (done[-1] - 1) * 20 // len(members):
            progress.tell(f"{done[-1]} of {len(members)} submissions")

    grade = [*AUTOGRADER, "grade", "--course", str(PROJECT), "--assignment", "workbook"]
    grade += ["--jobs", str(JOBS), "--json", str(folder / "reports.json")]
    ran = run(
        [*grade, *members],
        folder,
        memory_every=MEMORY_EVERY,
        on_line=on_line,
        codes=DONE_OR_REFUSED,
    )
    return ran, [(done[lines], megabytes) for lines, megabytes in ran.memory]


def _straightness(costs: list[tuple[float, float]]) -> dict[str, Figure]:
    """What one more submission takes in the largest classes, over what it takes in the smallest."""
    slopes = [
        (later[1] - earlier[1]) / (later[0] - earlier[0])
        for earlier, later in itertools.pairwise(costs)
    ]
    # A single step is as straight as itself, also if too short for its time to be told.
    straight = slopes[-1] / slopes[0] if len(slopes) > 1 else 1.0
    return {
        "sizes.each": seconds("one more submission in a class, processor", [slopes[-1]]),
        "sizes.straight": Figure(
            "one more submission in the largest class over one in the smallest",
            TIMES,
            (straight,),
        ),
    }


def _flatness(memory: list[tuple[float, float]], size: int) -> dict[str, Figure]:
    """Memory of an early and of the last part of a class, and the most."""
    early = [mb for done, mb in memory if AFTER * size <= done <= (AFTER + PART) * size]
    last = [mb for done, mb in memory if (1 - PART) * size <= done < size]
    every = [mb for _, mb in memory]
    # A class of a few is over before memory is read in each of its parts.
    before = statistics.median(early or every)
    after = statistics.median(last or every)
    return {
        "memory.early": Figure(
            f"memory of grading, two at a time, after {AFTER:.0%} of {size}", MEGABYTES, (before,)
        ),
        "memory.last": Figure(f"the same in the last {PART:.0%}", MEGABYTES, (after,)),
        "memory.most": Figure("the same, the most at any time", MEGABYTES, (max(every),)),
        "memory.flat": Figure("memory at the end over memory early", TIMES, (after / before,)),
    }
