"""Decides what a measured accuracy, error rate or loss earns, with as little luck as possible.

It depends on chance in two ways: which examples were drawn, and how the training went. If the first
measurement lies within two standard errors (of both together) of a level, it decides nothing. Then
more examples are drawn. If the network still misses the level, training is repeated with another
seed, and the better run counts.

Training can also get stuck with some seeds. A run that ends nearer to chance than to the first
level says little about the network, so it is repeated too, and does not count as one of these runs.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from statistics import NormalDist
from typing import Any

from autograder.course.training import Level, Training
from autograder.errors import StudentError
from autograder.grading.metrics import CONFIDENCE, SAID, Measurement, in_words
from autograder.grading.metrics import Measured as Measured  # where checks find it
from autograder.grading.metrics import MeasuredError as MeasuredError
from autograder.grading.metrics import MeasuredLoss as MeasuredLoss

STANDARD_ERRORS = 2.0


@dataclass(frozen=True)
class Verdict:
    """The result: the best run, the level that it reaches (None if none), and all runs.

    Runs are measurements: see `grading.metrics`. `called` is what the examples are called.
    """

    best: Measurement
    level: Level | None
    runs: tuple[Measurement, ...]
    metric: str = "accuracy"
    called: str = "examples"

    @property
    def share(self) -> float:
        """The share of the points, from 0 to 1."""
        return self.level.share if self.level else 0.0

    def in_words(self) -> str:
        """'83.2 % of 2500 hidden pictures (95 % confidence: 81.7 % to 84.6 %)'."""
        low, high = (in_words(self.metric, end) for end in self.best.interval())
        value = in_words(self.metric, self.best.value)
        said = SAID[self.metric](value, f"{self.best.examples} hidden {self.called}")
        sure = f"{CONFIDENCE:.0%}".replace("%", " %")
        return f"{said} ({sure} confidence: {low} to {high}){_of_so_many(len(self.runs))}"

    def figures(self) -> dict[str, Any]:
        """What reports, pages and calibration read, to be kept with the grade by `record`."""
        return {
            self.metric: self.best.value,
            "interval": list(self.best.interval()),
            "examples": self.best.examples,
            "share": self.share,
            "runs": [each.value for each in self.runs],
        }


def reached(training: Training, value: float) -> Level | None:
    """The highest level that this value reaches; None if it reaches none."""
    levels = [level for level in training.levels if training.reaches(value, level)]
    return levels[-1] if levels else None


def missed(training: Training, value: float) -> Level | None:
    """The first level that this value misses and that would earn more; None if there is none."""
    now = reached(training, value)
    share = now.share if now else 0.0
    above = (t for t in training.levels if not training.reaches(value, t) and t.share > share)
    return next(above, None)


def is_near(training: Training, measured: Measurement) -> bool:
    """Whether the value is so near a level that chance could decide about points."""
    noise = math.hypot(measured.standard_error, training.spread)
    distances = (abs(measured.value - level.value) for level in _deciding(training))
    return any(distance <= STANDARD_ERRORS * noise for distance in distances)


def is_stuck(training: Training, measured: Measurement, chance: float) -> bool:
    """Whether the value is nearer to `chance` than to the first level, or worse than chance."""
    return training.is_better((chance + training.levels[0].value) / 2, measured.value)


def judge(
    training: Training,
    measure: Callable[[int, int], Measurement],
    *,
    chance: float,
    could_differ: Callable[[], bool] = lambda: True,
) -> Verdict:
    """Measure as often as needed to decide which level counts.

    `measure(run, examples)` returns the measurement (see `grading.metrics`) of training run 0, 1 …
    on so many further hidden examples. `chance` is the value that guessing has. `could_differ()`
    says whether another run could have another result at all. If a repetition fails, the earlier
    runs still count.
    """
    measured: list[Measurement] = []
    while not measured or (_is_open(training, measured, chance) and could_differ()):
        run = len(measured)
        try:
            found = measure(run, training.examples)
            if is_near(training, found):
                found += measure(run, training.more_examples)
        except StudentError:
            if not measured:
                raise
            break
        measured.append(found)
    best = _best(training, measured)
    level = reached(training, best.value)
    return Verdict(best, level, tuple(measured), training.metric, training.called)


def false_fail_rate(accuracies: Iterable[float], bar: float) -> float:
    """The estimated share of single honest runs below `bar`, from the accuracies of such runs.

    It assumes a normal distribution with their mean and standard deviation. The deviation is
    multiplied by the factor for a prediction from n runs, sqrt(1 + 1/n).
    """
    values = list(accuracies)
    fitted = NormalDist.from_samples(values)
    spread = fitted.stdev * math.sqrt(1 + 1 / len(values))
    if not spread:
        return float(fitted.mean < bar)
    return NormalDist(fitted.mean, spread).cdf(bar)


def missing_rate(
    accuracies: Iterable[float], bar: float, *, repeated_from: float, trainings: int
) -> float:
    """The estimated share of honest gradings that miss `bar` under the rule of `judge`.

    A training that ends between `repeated_from` and `bar` is repeated, up to `trainings` in all,
    and the best counts. One that ends lower is not repeated. `accuracies` are of single trainings.
    """
    values = list(accuracies)
    short, far = false_fail_rate(values, bar), false_fail_rate(values, repeated_from)
    return far + (short - far) * short ** (trainings - 1)


def _best(training: Training, measured: Iterable[Measurement]) -> Measurement:
    return max(measured, key=lambda each: training.sign * each.value)


def _deciding(training: Training) -> Iterable[Level]:
    """The levels that earn more than the one below them."""
    share = 0.0
    for level in training.levels:
        if level.share > share:
            yield level
        share = level.share


def _is_open(training: Training, measured: list[Measurement], chance: float) -> bool:
    """Whether another run could earn more and is allowed."""
    moving = [each for each in measured if not is_stuck(training, each, chance)]
    if not moving:
        return len(measured) < training.runs_at_chance
    best = _best(training, moving)
    above = missed(training, best.value)
    may_run = len(moving) < training.runs and len(measured) < training.most_runs
    return may_run and above is not None and _could_reach(training, best, above)


def _of_so_many(runs: int) -> str:
    match runs:
        case 1:
            return ""
        case 2:
            return ", the better of two runs"
    return f", the best of {runs} runs"


def _could_reach(training: Training, measured: Measurement, level: Level) -> bool:
    noise = math.hypot(measured.standard_error, training.spread)
    return bool(training.sign * (level.value - measured.value) <= STANDARD_ERRORS * noise)
