"""Proof of the accuracy bar: what must clear it does so with room, what must not stays below.

Folders in an assignment's `calibration/` say what is tried: `clears_the_bar/<name>/` holds networks
that earn full marks, `below_the_bar/<name>/` those whose accuracy misses the first tier, and
`without_convolution/<name>/` those that see well and still earn nothing, because what they see
does not come through the layers that the lesson is about. Each is laid over the solutions. The
solutions themselves are trained several times, each time on another draw of seeds and hidden
pictures.
"""

from __future__ import annotations

import statistics
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from autograder.course import Assignment, Course, Task, files_below
from autograder.grading.accuracy import false_fail_rate
from autograder.results import Report
from autograder.specimens import Files, Specimen, short_of_full_marks, solution

DRAWS = 6


@dataclass(frozen=True)
class Calibration:
    """Accuracies of honest runs of the solution, and the bar for the full points."""

    task: Task
    accuracies: tuple[float, ...]
    bar: float

    @property
    def false_fail_rate(self) -> float:
        """The estimated share of such runs that miss the full points."""
        return false_fail_rate(self.accuracies, self.bar)

    def in_words(self) -> str:
        """'97.1 ± 0.6 % (96.4 to 97.9 %, 6 runs); bar 60 %: estimated false-fail rate 1e-9'."""
        values = [100 * value for value in self.accuracies]
        return (
            f"{statistics.mean(values):.1f} ± {statistics.stdev(values):.1f} % "
            f"({min(values):.1f} to {max(values):.1f} %, {len(values)} runs); "
            f"bar {100 * self.bar:g} %: estimated false-fail rate {self.false_fail_rate:.1g}"
        )

    def fault(self) -> str:
        """A sentence if more runs would fail than grading.yml states."""
        training = self.task.training
        if training is None or self.false_fail_rate <= training.false_fail_rate:
            return ""
        stated = f"grading.yml states {training.false_fail_rate:g} for {self.task.name}"
        return f"{self.in_words()}; {stated}"


def trained_task(assignment: Assignment) -> Task | None:
    """The task whose network is trained here, if the assignment has one."""
    return next((task for task in assignment.checked_tasks() if task.training), None)


def clears_the_bar(course: Course, assignment: Assignment) -> Iterator[Specimen]:
    """Networks that are not the solution's and earn full marks all the same."""
    for name, files in _variants(course, assignment, "clears_the_bar"):
        yield Specimen(f"clears the bar: {name}", files, short_of_full_marks)


def below_the_bar(course: Course, assignment: Assignment) -> Iterator[Specimen]:
    """Networks whose accuracy has to miss the first tier."""
    for name, files in _variants(course, assignment, "below_the_bar"):
        yield Specimen(f"below the bar: {name}", files, partial(_reaches_a_tier, assignment))


def without_convolution(course: Course, assignment: Assignment) -> Iterator[Specimen]:
    """Networks that earn nothing for their accuracy, however good it is."""
    for name, files in _variants(course, assignment, "without_convolution"):
        yield Specimen(f"without convolution: {name}", files, partial(_earns_a_share, assignment))


def draws(course: Course, assignment: Assignment) -> Iterator[Specimen]:
    """The solutions, once for each draw; their reports are for `calibrated`."""
    files = solution(course, assignment).files
    for draw in range(1, DRAWS + 1):
        yield Specimen(f"the solutions, draw {draw}", files, _is_refused, draw)


def calibrated(task: Task, reports: Sequence[Report]) -> Calibration | None:
    """What the solutions' runs came to; None if nothing was measured."""
    found = [data["accuracy"] for data in (_data(report, task) for report in reports) if data]
    if task.training is None or len(found) < 2:
        return None
    full = max(tier.share for tier in task.training.tiers)
    bar = next(tier.accuracy for tier in task.training.tiers if tier.share == full)
    return Calibration(task, tuple(found), bar)


def faults(task: Task, reports: Sequence[Report]) -> Iterator[str]:
    """A sentence if honest runs would miss the full points too often, or can't be judged."""
    found = calibrated(task, reports)
    if found is None or len(found.accuracies) < DRAWS:
        yield f"only {len(found.accuracies) if found else 0} of {DRAWS} runs could be measured"
    elif found.fault():
        yield found.fault()


def measured(task: Task, report: Report) -> str:
    """'12.9 %', or how it was that nothing was measured."""
    data = _data(report, task)
    return f"{data['accuracy']:.1%}".replace("%", " %") if data else "nothing was measured"


def _variants(course: Course, assignment: Assignment, kind: str) -> Iterator[tuple[str, Files]]:
    right = solution(course, assignment).files
    folder = course.assignment_folder(assignment) / "calibration" / kind
    names = sorted(path.name for path in folder.glob("*") if path.is_dir())
    for name in names:
        others = files_below(folder / name)
        yield name, {**right, **{file: path.read_bytes() for file, path in others.items()}}


def _reaches_a_tier(assignment: Assignment, report: Report) -> str:
    task = trained_task(assignment)
    if report.refused is not None or task is None or task.training is None:
        return f"refused: {report.refused}"
    data = _data(report, task)
    if not data:
        return "nothing was measured"
    first = task.training.tiers[0].accuracy
    low = data["accuracy"] < first
    return "" if low else f"reaches {data['accuracy']:.1%}; the first tier is {first:.0%}"


def _earns_a_share(assignment: Assignment, report: Report) -> str:
    task = trained_task(assignment)
    data = _data(report, task) if task else None
    if not data:
        return "nothing was measured"
    return f"earns {data['share']:.0%} of the points for accuracy" if data["share"] else ""


def _is_refused(report: Report) -> str:
    return f"refused: {report.refused}" if report.refused is not None else ""


def _data(report: Report, task: Task) -> Mapping[str, float]:
    """What the checks of the task recorded, if they came as far as an accuracy."""
    data = next((result.data for result in report.tasks if result.task == task.name), {})
    return data if "accuracy" in data else {}
