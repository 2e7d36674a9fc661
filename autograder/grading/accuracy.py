"""Decides what a measured accuracy earns, with as little luck as possible.

An accuracy depends on chance in two ways: which pictures were drawn, and how the training went. If
the first measurement lies within two standard errors (of both together) of a level, it decides
nothing. Then more pictures are drawn. If the network is still below the level, training is repeated
with another seed, and the better run counts.

Training can also get stuck with some seeds. A run that ends nearer to chance than to the first
level says little about the network, so it is repeated too, and does not count as one of these runs.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from statistics import NormalDist

from autograder.course.schema import AccuracyLevel, Training
from autograder.errors import StudentError

CONFIDENCE = 0.95
STANDARD_ERRORS = 2.0


@dataclass(frozen=True)
class Measured:
    """How many pictures were classified right, and of how many."""

    right: int
    pictures: int

    def __post_init__(self) -> None:
        if not 0 <= self.right <= self.pictures or not self.pictures:
            raise ValueError(f"{self.right} right of {self.pictures} pictures is impossible")

    def __add__(self, other: Measured) -> Measured:
        return Measured(self.right + other.right, self.pictures + other.pictures)

    @property
    def accuracy(self) -> float:
        """The accuracy, from 0 to 1."""
        return self.right / self.pictures

    @property
    def standard_error(self) -> float:
        """The standard error of the accuracy that comes from the choice of pictures."""
        return math.sqrt(self.accuracy * (1 - self.accuracy) / self.pictures)

    def interval(self, confidence: float = CONFIDENCE) -> tuple[float, float]:
        """Wilson's confidence interval of the accuracy: lower and upper end.

        https://en.wikipedia.org/wiki/Binomial_proportion_confidence_interval#Wilson_score_interval
        """
        z = NormalDist().inv_cdf((1 + confidence) / 2)
        n, p = self.pictures, self.accuracy
        centre = (p + z * z / (2 * n)) / (1 + z * z / n)
        half = z / (1 + z * z / n) * math.sqrt(p * (1 - p) / n + z * z / (4 * n * n))
        return max(0.0, centre - half), min(1.0, centre + half)


@dataclass(frozen=True)
class Verdict:
    """The result: the best run, the level that it reaches (None if none), and all runs."""

    best: Measured
    level: AccuracyLevel | None
    runs: tuple[Measured, ...]

    @property
    def share(self) -> float:
        """The share of the points, from 0 to 1."""
        return self.level.share if self.level else 0.0

    def in_words(self) -> str:
        """'83.2 % of 2500 hidden pictures (95 % confidence: 81.7 to 84.6 %)'."""
        low, high = self.best.interval()
        said = (
            f"{self.best.accuracy:.1%} of {self.best.pictures} hidden pictures "
            f"({CONFIDENCE:.0%} confidence: {low:.1%} to {high:.1%})"
        )
        return said.replace("%", " %") + _of_so_many(len(self.runs))


def reached(training: Training, accuracy: float) -> AccuracyLevel | None:
    """The highest level that this accuracy reaches; None if it reaches none."""
    levels = [level for level in training.levels if accuracy >= level.accuracy]
    return levels[-1] if levels else None


def missed(training: Training, accuracy: float) -> AccuracyLevel | None:
    """The lowest level above this accuracy that would earn more; None if there is none."""
    now = reached(training, accuracy)
    share = now.share if now else 0.0
    above = (t for t in training.levels if accuracy < t.accuracy and t.share > share)
    return next(above, None)


def is_near(training: Training, measured: Measured) -> bool:
    """Whether the accuracy is so near a level that chance could decide about points."""
    noise = math.hypot(measured.standard_error, training.spread)
    distances = (abs(measured.accuracy - level.accuracy) for level in _deciding(training))
    return any(distance <= STANDARD_ERRORS * noise for distance in distances)


def is_stuck(training: Training, measured: Measured, chance: float) -> bool:
    """Whether the accuracy is nearer to `chance` than to the first level."""
    return measured.accuracy < (chance + training.levels[0].accuracy) / 2


def judge(
    training: Training,
    measure: Callable[[int, int], Measured],
    *,
    chance: float,
    could_differ: Callable[[], bool] = lambda: True,
) -> Verdict:
    """Measure as often as needed to decide which level counts.

    `measure(run, pictures)` returns the result of training run 0, 1 … on so many further hidden
    pictures. `chance` is the accuracy of guessing. `could_differ()` says whether another run could
    have another result at all. If a repetition fails, the earlier runs still count.
    """
    measured: list[Measured] = []
    while not measured or (_is_open(training, measured, chance) and could_differ()):
        run = len(measured)
        try:
            found = measure(run, training.pictures)
            if is_near(training, found):
                found += measure(run, training.more_pictures)
        except StudentError:
            if not measured:
                raise
            break
        measured.append(found)
    best = max(measured, key=lambda each: each.accuracy)
    return Verdict(best, reached(training, best.accuracy), tuple(measured))


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


def _deciding(training: Training) -> Iterable[AccuracyLevel]:
    """The levels that earn more than the one below them."""
    share = 0.0
    for level in training.levels:
        if level.share > share:
            yield level
        share = level.share


def _is_open(training: Training, measured: list[Measured], chance: float) -> bool:
    """Whether another run could earn more and is allowed."""
    moving = [each for each in measured if not is_stuck(training, each, chance)]
    if not moving:
        return len(measured) < training.runs_at_chance
    best = max(moving, key=lambda each: each.accuracy)
    above = missed(training, best.accuracy)
    may_run = len(moving) < training.runs and len(measured) < training.most_runs
    return may_run and above is not None and _could_reach(training, best, above)


def _of_so_many(runs: int) -> str:
    match runs:
        case 1:
            return ""
        case 2:
            return ", the better of two runs"
    return f", the best of {runs} runs"


def _could_reach(training: Training, measured: Measured, level: AccuracyLevel) -> bool:
    noise = math.hypot(measured.standard_error, training.spread)
    return level.accuracy - measured.accuracy <= STANDARD_ERRORS * noise
