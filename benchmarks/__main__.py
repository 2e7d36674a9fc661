"""Measures where time and memory go: writes one JSON, prints one table, draws one plot.

Each part measures what it compares in one run, in turns, so that a busy minute affects all of it.
Figures in documents are written anew from what was measured.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from benchmarks import (
    challenge,
    classes,
    cold,
    documents,
    plot,
    results,
    saving,
    sizes,
    suite,
    warm,
)
from benchmarks.counts import FULL, QUICK, USUAL, Counts
from benchmarks.figures import TIMES, Figure, Measured
from benchmarks.progress import Progress

PARTS: Mapping[str, Callable[[Counts, Path, Progress], Measured]] = {
    "cold": cold.measure,
    "warm": warm.measure,
    "class": classes.measure_mixed,
    "challenge": challenge.measure,
    "saving": saving.measure,
    "sizes": classes.measure_sizes,
    "kept": sizes.measure,
}
README = results.PROJECT / "benchmarks" / "README.md"


def main() -> None:
    """Measure, or only write the documents anew from what was measured."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="tiny counts: only whether it runs")
    parser.add_argument("--full", action="store_true", help="larger counts: over an hour")
    parser.add_argument("--part", action="append", choices=PARTS, help="only this part, or these")
    parser.add_argument("--to", type=Path, metavar="FOLDER", help="write there, and no document")
    parser.add_argument(
        "--documents", action="store_true", help="measure nothing; write documents from the JSON"
    )
    parser.add_argument(
        "--suite", action="store_true", help="measure only how long the project's own tests take"
    )
    arguments = parser.parse_args()
    if arguments.suite:
        measure_suite()
    if arguments.suite or arguments.documents:
        write_documents(results.committed())
        return
    counts = QUICK if arguments.quick else FULL if arguments.full else USUAL
    if (arguments.quick or arguments.part) and arguments.to is None:
        parser.error("a run that is quick, or of some parts, needs --to FOLDER")
    measured = measure(counts, arguments.part or list(PARTS))
    print(results.table(measured), results.about(measured), sep="\n\n")
    folder = arguments.to or results.FILE.parent
    folder.mkdir(parents=True, exist_ok=True)
    results.write(measured, folder / results.FILE.name)
    plot.draw(measured, folder / "results.svg")
    if arguments.to is None:
        write_documents(results.committed())


def measure_suite() -> None:
    """Measure the project's own tests, and keep the figures in a file of their own."""
    began = results.Beginning()
    parts = {"suite": suite.measure(Progress())}
    results.write(results.gathered(parts, USUAL, began), results.SUITE)


def measure(counts: Counts, names: list[str]) -> dict[str, Any]:
    """Measure these parts, one after the other."""
    progress, parts, began = Progress(), {}, results.Beginning()
    for name in names:
        progress.begin(name)
        with tempfile.TemporaryDirectory(prefix="benchmark-") as folder:
            parts[name] = PARTS[name](counts, Path(folder), progress)
    if "cold" in parts and "class" in parts:
        parts["class"] = with_otter(parts["class"], parts["cold"], counts.class_size)
    return results.gathered(parts, counts, began)


def with_otter(of_class: Measured, of_one: Measured, size: int) -> Measured:
    """The class, compared with as many runs of `otter run` as it has members.

    Otter's cost is the median of honest members; its hostile ones could only cost more.
    """
    otter = of_one.figures["cold.otter.processor"].median * size
    fewer = Figure(
        "`otter run` for each of that class over `autograder grade` for all of it, processor",
        TIMES,
        (otter / of_class.figures["class.processor"].median,),
    )
    return replace(of_class, figures={**of_class.figures, "class.fewer_than_otter": fewer})


def write_documents(measured: Mapping[str, Any]) -> None:
    """Write figures, table and conditions into all documents that hold them."""
    blocks = {"table": results.table(measured), "about": results.about(measured)}
    for path in [README, *documents.documents()]:
        path.write_text(documents.written_anew(path.read_text(), measured, blocks))


if __name__ == "__main__":
    main()
