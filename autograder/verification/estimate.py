"""Estimates how often a right network misses full marks by bad luck, and checks that rate.

A family of right networks and the solutions are graded several times each, every time with other
seeds and other hidden examples. The result is committed beside the family, with a fingerprint of
everything it depends on. A rate is estimated for each network by itself; the worst and the mean of
them are reported. The share of all runs that missed full marks gives an upper bound, which assumes
nothing about how the values are distributed.
"""

from __future__ import annotations

import math
import statistics
from collections.abc import Iterator, Mapping
from pathlib import Path

import msgspec

from autograder.course.metric import sign_of
from autograder.course.model import Assignment, Course, Task
from autograder.course.training import Training
from autograder.grading.accuracy import STANDARD_ERRORS as NEAR
from autograder.grading.accuracy import missing_rate
from autograder.grading.metrics import SHARES, bar_in_words
from autograder.results import as_json
from autograder.verification.depends_on import fingerprint

CONFIDENCE = 0.95
STANDARD_ERRORS = 4.0  # a new value that deviates by more is not of the same network
LEAST_SPREAD = 0.025  # the least standard deviation assumed: three runs may agree by chance
DRAWS = 3
FILE = "measured.json"


class Run(msgspec.Struct, frozen=True):
    """One grading: the value that counted, the share of the points, and the seconds it took.

    The value is an accuracy or, if `Measured.metric` says so, an error rate or a loss. The file has
    the name that it had when there were accuracies alone.
    """

    value: float = msgspec.field(name="accuracy")
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
    metric: str = "accuracy"

    @property
    def sign(self) -> int:
        """1 where higher is better, else -1."""
        return sign_of(self.metric)

    def runs(self) -> list[Run]:
        """All runs of all networks."""
        return [run for runs in self.networks.values() for run in runs]

    def rates(self) -> dict[str, float]:
        """Network → its estimated share of gradings that miss full marks."""
        return {
            name: missing_rate(
                [self.sign * run.value for run in runs],
                self.sign * self.bar,
                repeated_from=self.sign * self.repeated_from,
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
            f"of {worst} {rates[worst]:.1g}; bar {bar_in_words(self.metric, self.bar)}"
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
    """The least good value of the metric that earns full marks."""
    assert task.training is not None  # noqa: S101 - asked for tasks that train only
    full = max(level.share for level in task.training.levels)
    return next(level.value for level in task.training.levels if level.share == full)


def about(course: Course, assignment: Assignment, task: Task, versions: dict[str, str]) -> Measured:
    """A result without runs yet: what they will be measured with, and how they are judged."""
    assert task.training is not None  # noqa: S101 - asked for tasks that train only
    bar = bar_of(task)
    return Measured(
        fingerprint(course, assignment, task),
        versions,
        bar,
        repeated_from=bar - task.training.sign * NEAR * task.training.spread,
        trainings=task.training.runs,
        metric=task.training.metric,
    )


def faults(course: Course, assignment: Assignment, task: Task, names: list[str]) -> Iterator[str]:
    """A sentence for each reason why the committed result is not valid or not good enough."""
    again = f"run `autograder calibrate --assignment {assignment.name}`"
    measured = read(course, assignment)
    if measured is None or task.training is None:
        yield f"there is no {FILE}, or it can't be read: {again}"
        return
    if measured.fingerprint != fingerprint(course, assignment, task):
        yield f"{FILE} was measured with other networks, examples, settings or checks: {again}"
    missing = [name for name in names if len(measured.networks.get(name, [])) < DRAWS]
    if missing:
        yield f"{FILE} has fewer than {DRAWS} runs of {', '.join(missing)}: {again}"
        return
    rate, stated = statistics.mean(measured.rates().values()), task.training.false_fail_rate
    if rate > stated:
        yield f"{measured.worded()}; grading.yml states {stated:g}"
    if missed := measured.missed():
        yield f"right networks missed the full points: {', '.join(missed)}"


def implausible(runs: list[Run], value: float, training: Training) -> str:
    """A sentence if a new value is too far from earlier runs of the same network; else ''."""
    values = [run.value for run in runs]
    centre = statistics.mean(values)
    is_share = training.metric in SHARES
    least, by_examples = training.spread, 0.0
    if is_share:
        least, by_examples = LEAST_SPREAD, 0.5 / math.sqrt(training.examples)
    deviation = max(least, statistics.stdev(values) if len(values) > 1 else 0.0)
    noise = math.hypot(deviation * math.sqrt(1 + 1 / len(values)), by_examples)
    if abs(value - centre) <= STANDARD_ERRORS * noise:
        return ""
    if is_share:
        return f"reaches {value:.1%} here; {FILE} says {centre:.1%} ± {deviation:.1%}"
    return f"reaches {value:.3f} here; {FILE} says {centre:.3f} ± {deviation:.3f}"


def measured_again(before: Measured | None, now: Measured) -> Mapping[str, list[Run]]:
    """The runs of an earlier, interrupted measurement, if it was made with the same things."""
    if before is None or before.fingerprint != now.fingerprint or before.versions != now.versions:
        return {}
    return before.networks
