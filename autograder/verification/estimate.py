"""Estimates how often a right network misses full marks by bad luck, and checks that rate.

A family of right networks and the solutions are graded several times each, every time with other
seeds and other hidden pictures. The result is committed beside the family, with a fingerprint of
everything it depends on. A rate is estimated for each network by itself; the worst and the mean of
them are reported. The share of all runs that missed full marks gives an upper bound, which assumes
nothing about the distribution of accuracies.
"""

from __future__ import annotations

import ast
import hashlib
import math
import re
import statistics
from collections.abc import Iterator, Mapping
from pathlib import Path

import msgspec

from autograder.course.model import Assignment, Course, Task
from autograder.files.on_disk import files_below
from autograder.grading.accuracy import STANDARD_ERRORS as NEAR
from autograder.grading.accuracy import missing_rate
from autograder.results import as_json

CONFIDENCE = 0.95
STANDARD_ERRORS = 4.0  # a new accuracy that deviates by more is not of the same network
LEAST_SPREAD = 0.025  # the least standard deviation assumed: three runs may agree by chance
DRAWS = 3
FILE = "measured.json"
# Settings that change neither a training that ends in time nor its judgement, and the stated rate.
NO_MATTER = {"hand_in", "over_budget", "device", "false_fail_rate"}
GIVEN = re.compile(r"\bgiven\(\"(\w+)\"\)")  # how checks ask for a given module


class Run(msgspec.Struct, frozen=True):
    """One grading: the accuracy that counted, the share of the points, and the seconds it took."""

    accuracy: float
    share: float
    seconds: float


class Measured(msgspec.Struct, frozen=True):
    """The runs of each network, and what they were measured with."""

    fingerprint: str
    versions: dict[str, str]
    bar: float
    networks: dict[str, list[Run]] = {}
    in_words: str = ""
    repeated_from: float = 0.0  # a training that ends between this and the bar is repeated …
    trainings: int = 1  # … until there are so many

    def runs(self) -> list[Run]:
        """All runs of all networks."""
        return [run for runs in self.networks.values() for run in runs]

    def rates(self) -> dict[str, float]:
        """Network → its estimated share of gradings that miss full marks."""
        return {
            name: missing_rate(
                [run.accuracy for run in runs],
                self.bar,
                repeated_from=self.repeated_from,
                trainings=self.trainings,
            )
            for name, runs in self.networks.items()
            if len(runs) > 1
        }

    def missed(self) -> list[str]:
        """The network's name for each run that missed full marks."""
        return [name for name, runs in self.networks.items() for run in runs if run.share < 1]

    def worded(self) -> str:
        """The summary: '16 right networks, 48 runs: 0 missed …; estimated false-fail rate …'."""
        runs, rates, missed = self.runs(), self.rates(), self.missed()
        if not rates:
            return f"{len(runs)} runs: too few for an estimate"
        worst = max(rates, key=lambda name: rates[name])
        bound = upper_bound(len(missed), len(runs))
        return (
            f"{len(self.networks)} right networks, {len(runs)} runs: {len(missed)} missed the full "
            f"points (at most {bound:.1%} do, with {CONFIDENCE:.0%} confidence); estimated "
            f"false-fail rate {statistics.mean(rates.values()):.1g}, "
            f"of {worst} {rates[worst]:.1g}; bar {self.bar:.0%}"
        ).replace("%", " %")


def upper_bound(failures: int, runs: int) -> float:
    """The upper end of Clopper and Pearson's confidence interval of a failure rate.

    https://en.wikipedia.org/wiki/Binomial_proportion_confidence_interval#Clopper-Pearson_interval
    """
    low, high = failures / runs, 1.0
    for _ in range(60):
        rate = (low + high) / 2
        chance = sum(
            math.comb(runs, k) * rate**k * (1 - rate) ** (runs - k) for k in range(failures + 1)
        )
        low, high = (rate, high) if chance > 1 - CONFIDENCE else (low, rate)
    return high


def file_of(course: Course, assignment: Assignment) -> Path:
    """The path of the committed result."""
    return course.assignment_folder(assignment) / "calibration" / FILE


def read(course: Course, assignment: Assignment) -> Measured | None:
    """The committed result; None if it is missing or can't be read."""
    path = file_of(course, assignment)
    try:
        return msgspec.json.decode(path.read_bytes(), type=Measured)
    except (FileNotFoundError, msgspec.DecodeError):
        return None


def write(course: Course, assignment: Assignment, measured: Measured) -> None:
    """Write the result, with one run per line."""
    whole = msgspec.structs.replace(measured, in_words=measured.worded())
    file_of(course, assignment).write_bytes(as_json(whole))


def bar_of(task: Task) -> float:
    """The lowest accuracy that earns full marks."""
    assert task.training is not None  # noqa: S101 - asked for tasks that train only
    full = max(level.share for level in task.training.levels)
    return next(level.accuracy for level in task.training.levels if level.share == full)


def about(course: Course, assignment: Assignment, task: Task, versions: dict[str, str]) -> Measured:
    """A result without runs yet: what they will be measured with, and how they are judged."""
    assert task.training is not None  # noqa: S101 - asked for tasks that train only
    bar = bar_of(task)
    return Measured(
        fingerprint(course, assignment, task),
        versions,
        bar,
        repeated_from=bar - NEAR * task.training.spread,
        trainings=task.training.runs,
    )


def fingerprint(course: Course, assignment: Assignment, task: Task) -> str:
    """A hash of everything that an accuracy depends on: networks, pictures, settings, measurement.

    The networks are the family and the solutions. The pictures come from the given modules that the
    checks use. The settings are the task's `training` without `NO_MATTER`. The measurement is in
    the graders' files, without the checks of other tasks and the code that only names mistakes.
    Comments, docstrings and blank lines do not count. The engine does not count either: the result
    keeps its version, and `verify` measures each network again.
    """
    folder = course.assignment_folder(assignment)
    graders = {
        name: path
        for name, path in files_below(folder / "graders").items()
        if not name.endswith("_suspicions.py")
        and (not name.startswith("test_") or name == f"test_{task.name}.py")
    }
    used = {f"{stem}.py" for path in graders.values() for stem in GIVEN.findall(_text(path))}
    given = {name: path for name, path in files_below(folder / "given").items() if name in used}
    parts = {
        "family": files_below(folder / "calibration" / "family"),
        "shared": files_below(folder / "calibration" / "shared"),
        "given": given,
        "graders": graders,
        "solutions": {
            each.file: course.solution_file(assignment, each) for each in assignment.checked_tasks()
        },
    }
    digest = hashlib.sha256()
    for part, files in parts.items():
        for name, path in sorted(files.items()):
            if path.suffix == ".py":
                digest.update(f"{part}/{name}\n{code_of(_text(path))}\n".encode())
    settings = task.training.model_dump(exclude=NO_MATTER) if task.training else {}
    digest.update(msgspec.json.encode(settings, order="sorted"))
    return digest.hexdigest()


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8") if path.suffix == ".py" else ""


def code_of(text: str) -> str:
    """A module's source without comment lines, docstrings and blank lines."""
    left_out = set(_docstring_lines(ast.parse(text)))
    lines = enumerate(text.splitlines(), 1)
    kept = (line.rstrip() for number, line in lines if number not in left_out)
    return "\n".join(line for line in kept if line and not line.lstrip().startswith("#"))


def _docstring_lines(tree: ast.Module) -> Iterator[int]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef) and ast.get_docstring(
            node, clean=False
        ):
            first = node.body[0]
            yield from range(first.lineno, (first.end_lineno or first.lineno) + 1)


def faults(course: Course, assignment: Assignment, task: Task, names: list[str]) -> Iterator[str]:
    """A sentence for each reason why the committed result is not valid or not good enough."""
    again = f"run `autograder calibrate --assignment {assignment.name}`"
    measured = read(course, assignment)
    if measured is None or task.training is None:
        yield f"there is no {FILE}, or it can't be read: {again}"
        return
    if measured.fingerprint != fingerprint(course, assignment, task):
        yield f"{FILE} was measured with other networks, pictures, settings or checks: {again}"
    missing = [name for name in names if len(measured.networks.get(name, [])) < DRAWS]
    if missing:
        yield f"{FILE} has fewer than {DRAWS} runs of {', '.join(missing)}: {again}"
        return
    rate, stated = statistics.mean(measured.rates().values()), task.training.false_fail_rate
    if rate > stated:
        yield f"{measured.worded()}; grading.yml states {stated:g}"
    if missed := measured.missed():
        yield f"right networks missed the full points: {', '.join(missed)}"


def implausible(runs: list[Run], accuracy: float, pictures: int) -> str:
    """A sentence if a new accuracy is too far from earlier runs of the same network; else ''."""
    values = [run.accuracy for run in runs]
    centre = statistics.mean(values)
    deviation = max(LEAST_SPREAD, statistics.stdev(values) if len(values) > 1 else 0.0)
    noise = math.hypot(deviation * math.sqrt(1 + 1 / len(values)), 0.5 / math.sqrt(pictures))
    if abs(accuracy - centre) <= STANDARD_ERRORS * noise:
        return ""
    return f"reaches {accuracy:.1%} here; {FILE} says {centre:.1%} ± {deviation:.1%}"


def measured_again(before: Measured | None, now: Measured) -> Mapping[str, list[Run]]:
    """The runs of an earlier, interrupted measurement, if it was made with the same things."""
    if before is None or before.fingerprint != now.fingerprint or before.versions != now.versions:
        return {}
    return before.networks
