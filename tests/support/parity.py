"""Compares the grades of `autograder grade` and `otter run` for the same submissions.

    cd tests; python -m support.parity [PATTERN …]

grades every submission of tests/submissions and tests/attacks both ways, or those whose names
contain a pattern, prints a line for each, and exits with 1 if any two grades differ. Each line is a
real run of otter in a separate process. `test_parity.py` runs some of them.
"""

from __future__ import annotations

import contextlib
import io
import json
import multiprocessing
import os
import stat
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import otter.run
from attacks.attempts import all_attempts, hand_in
from attacks.machine import Machine

from autograder.course.load import load_course
from autograder.grading.batch import grade_paths
from autograder.results import Report, Status, Visibility
from autograder.sandbox import tiers
from autograder.template import build, notebook
from support.bundles import bundled
from support.paths import PROJECT

CLASS = PROJECT / "tests" / "submissions"
JOBS = 2
Chosen = Callable[[str], bool]  # whether a submission of this name is compared


@dataclass(frozen=True)
class Pair:
    """A submission, the bundle that grades it, and the course of which the bundle was made."""

    name: str
    path: Path
    bundle: Path
    course: Path
    assignment: str


@dataclass(frozen=True)
class Verdict:
    """Score by task, (passed, hidden) of its checks, and all texts; or `refused`."""

    scores: Mapping[str, float]
    checks: Mapping[str, list[tuple[bool, bool]]]
    said: str
    refused: bool = False
    seconds: float = 0.0


def zipped(path: Path, folder: Path, name: str) -> Path:
    """The submission as a zip, since otter accepts no folders; links stay links."""
    if path.is_file():
        return path
    goal = folder / f"{name.replace('/', '-')}.zip"
    with zipfile.ZipFile(goal, "w") as archive:
        for place, folders, files in os.walk(path):
            for each in (Path(place, part) for part in (*folders, *files)):
                inside = each.relative_to(path).as_posix()
                if each.is_symlink():
                    entry = zipfile.ZipInfo(inside)
                    entry.external_attr = (stat.S_IFLNK | 0o777) << 16
                    archive.writestr(entry, os.readlink(each))
                elif each.is_file():  # a pipe is left out, as `zip` would
                    archive.write(each, inside)
    return goal


def class_pairs(folder: Path, is_chosen: Chosen) -> Iterator[Pair]:
    """The chosen submissions of the sample class."""
    bundle = bundled(PROJECT, "workbook", folder, "fork")
    for path in sorted(CLASS.glob("*/*")):
        name = f"{path.parent.name}/{path.name}"
        if is_chosen(name):
            yield Pair(name, zipped(path, folder, name), bundle, PROJECT, "workbook")


def notebook_pairs(folder: Path) -> Iterator[Pair]:
    """A notebook alone, and a notebook as otter exports it: with its files, without the modules."""
    bundle = folder / "workbook-autograder.zip"
    course = load_course(PROJECT)
    assignment = course.assignment("workbook")
    files = build.template(course, assignment)
    read = json.loads(files[notebook.file_name(assignment)])
    for cell in read["cells"]:
        for task in assignment.checked_tasks():
            first = f"%%writefile {task.file}\n"
            if cell["source"][:1] == [first] and task.name != "images":
                solution = course.solution_file(assignment, task).read_text()
                cell["source"] = [first, solution]
    alone = folder / notebook.file_name(assignment)  # under any other name, otter sees two
    alone.write_text(json.dumps(read))
    exported = folder / "export_of_otters.zip"
    with zipfile.ZipFile(exported, "w") as archive:
        archive.write(alone, alone.name)
        archive.writestr(".OTTER_LOG", b"\x80\x04")
        archive.writestr("__zip_filename__", exported.name)
    for path in (alone, exported):
        yield Pair(f"notebooks/{path.name}", path, bundle, PROJECT, "workbook")


def attack_pairs(machine: Machine, folder: Path, is_chosen: Chosen) -> Iterator[Pair]:
    """The chosen attacks, on the machine's own courses, which have a canary in each hidden file."""
    bundles = {}
    for name, root in machine.courses.items():
        (folder / "attacked").mkdir(exist_ok=True)
        bundles[name] = bundled(root, name, folder / "attacked", "fork")
    for attempt in all_attempts():
        if not is_chosen(f"attacks/{attempt.name}"):
            continue
        kind = attempt.assignment
        path = hand_in(attempt, machine.attempts, machine.places(kind))
        file = zipped(path, folder, f"attack-{attempt.name}")
        yield Pair(f"attacks/{attempt.name}", file, bundles[kind], machine.courses[kind], kind)


def by_otter(pair: Pair) -> Verdict:
    """The verdict of `otter run`. Must be called in a separate process."""
    began, text = time.monotonic(), io.StringIO()
    with tempfile.TemporaryDirectory() as here, contextlib.redirect_stdout(text):
        os.chdir(here)
        try:
            results = otter.run.main(str(pair.path), autograder=str(pair.bundle), no_logo=True)
        except Exception as error:  # noqa: BLE001 - any error means that otter has no grade
            return Verdict({}, {}, f"{type(error).__name__}: {error}", refused=True)
        finally:
            os.chdir("/")
        written = Path(here, "results.json").read_text()
    json.loads(written)
    return Verdict(
        scores={name: float(file.score) for name, file in results.results.items()},
        checks={
            name: [(case.passed, case.test_case.hidden) for case in file.test_case_results]
            for name, file in results.results.items()
        },
        said=text.getvalue() + written,
        refused=results.output is not None,
        seconds=time.monotonic() - began,
    )


def by_us(report: Report) -> Verdict:
    """The verdict of our report."""
    tasks = [task for task in report.tasks if task.score is not None]
    return Verdict(
        scores={task.task: task.score or 0.0 for task in tasks},
        checks={
            task.task: [
                (c.status in (Status.PASSED, Status.BROKEN), c.visibility is not Visibility.VISIBLE)
                for c in task.checks
            ]
            for task in tasks
        },
        said="",
        refused=report.refused is not None,
        seconds=report.seconds,
    )


def difference(ours: Verdict, otters: Verdict) -> str:
    """Where the two verdicts differ; '' if they agree."""
    if ours.refused or otters.refused:
        earned = sum(otters.scores.values())
        same = ours.refused and otters.refused and not earned
        return "" if same else f"refused: {ours.refused} and {otters.refused}, {earned} points"
    if ours.scores.keys() != otters.scores.keys():
        return f"tasks: {sorted(ours.scores)} and {sorted(otters.scores)}"
    for task, score in ours.scores.items():
        if abs(score - otters.scores[task]) > 1e-6:
            return f"{task}: {score} and {otters.scores[task]}"
        if ours.checks[task] != otters.checks[task]:
            return f"{task}: {ours.checks[task]} and {otters.checks[task]}"
    return ""


def compared(
    pairs: Sequence[Pair], on_pair: Callable[[Pair, Verdict, Verdict], None]
) -> dict[str, str]:
    """Grade all pairs both ways: name → where the two differ. Calls `on_pair` with each pair."""
    ours: dict[Path, Verdict] = {}
    for course, assignment in {(pair.course, pair.assignment): None for pair in pairs}:
        paths = [str(pair.path) for pair in pairs if pair.course == course]
        outcomes = grade_paths(
            course, assignment, paths, tier=tiers.choose(), jobs=JOBS, on_outcome=lambda _: None
        )
        for outcome in outcomes:
            assert outcome.report is not None, outcome.problem
            ours[Path(outcome.path)] = by_us(outcome.report)
    differences = {}
    # A new process for each, so that no submission affects the next one.
    with multiprocessing.get_context("fork").Pool(JOBS, maxtasksperchild=1) as pool:
        for pair, otters in zip(pairs, pool.imap(by_otter, pairs, chunksize=1), strict=True):
            on_pair(pair, ours[pair.path], otters)
            differences[pair.name] = difference(ours[pair.path], otters)
    return differences


def main(patterns: Sequence[str]) -> int:
    """Compare, print the results, and return the exit code."""
    import torch  # noqa: F401, PLC0415 - once here, rather than in each process that is forked

    began, machine = time.monotonic(), Machine(tiers.choose())
    os.environ["ATTACKED_SECRET"] = machine.token
    seconds = []

    def is_chosen(name: str) -> bool:
        return not patterns or any(each in name for each in patterns)

    def on_pair(pair: Pair, ours: Verdict, otters: Verdict) -> None:
        seconds.append(otters.seconds)
        leaked = "; the secret is shown" if machine.token in otters.said else ""
        found = difference(ours, otters) + leaked
        points = "refused" if ours.refused else f"{sum(ours.scores.values()):.4g}"
        print(f"{'✗' if found else '✓'} {pair.name:50} {points:>8}  {found}", flush=True)  # noqa: T201

    try:
        with tempfile.TemporaryDirectory() as scratch:
            folder = Path(scratch)
            pairs = [
                *class_pairs(folder, is_chosen),
                *(pair for pair in notebook_pairs(folder) if is_chosen(pair.name)),
                *attack_pairs(machine, folder, is_chosen),
            ]
            differences = compared(pairs, on_pair)
    finally:
        machine.close()
    amiss = sum(map(bool, differences.values()))
    seconds.sort()
    print(  # noqa: T201
        f"{len(differences)} submissions, {amiss} disagree; a run of otter's takes "
        f"{seconds[len(seconds) // 2]:.1f} s (median), all took {time.monotonic() - began:.0f} s."
    )
    return bool(amiss)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
