"""What a network is judged by: an accuracy, an error rate or a loss, each with its own interval."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from statistics import NormalDist
from typing import TYPE_CHECKING, Any, Protocol, Self

from autograder.course.metric import METRICS

if TYPE_CHECKING:
    from torch import Tensor

CONFIDENCE = 0.95
SHARES = ("accuracy", "error")


class Measurement(Protocol):
    """A metric that was measured on some examples."""

    @property
    def value(self) -> float:
        """The metric's value, such as an accuracy from 0 to 1."""
        ...

    @property
    def examples(self) -> int:
        """On how many examples it was measured."""
        ...

    @property
    def standard_error(self) -> float:
        """The standard error of the value that comes from the choice of examples."""
        ...

    def interval(self, confidence: float = CONFIDENCE) -> tuple[float, float]:
        """The confidence interval of the value: lower and upper end."""
        ...

    def __add__(self, other: Self) -> Self: ...


@dataclass(frozen=True)
class Share:
    """How many examples have something, and of how many."""

    count: int
    examples: int

    def __post_init__(self) -> None:
        if not 0 <= self.count <= self.examples or not self.examples:
            raise ValueError(f"{self.count} of {self.examples} examples is impossible")

    def __add__(self, other: Self) -> Self:
        return type(self)(self.count + other.count, self.examples + other.examples)

    @property
    def value(self) -> float:
        """The share, from 0 to 1."""
        return self.count / self.examples

    @property
    def standard_error(self) -> float:
        """The standard error of the share that comes from the choice of examples."""
        return math.sqrt(self.value * (1 - self.value) / self.examples)

    def interval(self, confidence: float = CONFIDENCE) -> tuple[float, float]:
        """Wilson's confidence interval of the share: lower and upper end.

        https://en.wikipedia.org/wiki/Binomial_proportion_confidence_interval#Wilson_score_interval
        """
        z = NormalDist().inv_cdf((1 + confidence) / 2)
        n, p = self.examples, self.value
        centre = (p + z * z / (2 * n)) / (1 + z * z / n)
        half = z / (1 + z * z / n) * math.sqrt(p * (1 - p) / n + z * z / (4 * n * n))
        return max(0.0, centre - half), min(1.0, centre + half)


@dataclass(frozen=True)
class Measured(Share):
    """An accuracy: `count` of the examples were classified right."""

    @property
    def accuracy(self) -> float:
        """The accuracy, from 0 to 1."""
        return self.value

    @property
    def pictures(self) -> int:
        """The number of examples, for checks whose examples are pictures."""
        return self.examples


@dataclass(frozen=True)
class MeasuredError(Share):
    """An error rate: `count` of the examples were classified wrongly."""


@dataclass(frozen=True)
class MeasuredLoss:
    """A mean loss: the sums of the losses of the examples, and of their squares."""

    total: float
    squares: float
    examples: int

    def __post_init__(self) -> None:
        if self.examples < 2:
            raise ValueError("a loss has no interval with fewer than two examples")

    @classmethod
    def of(cls, losses: Tensor) -> Self:
        """The measurement of one loss for each example: (N,), not reduced, and independent.

        Characters of the same text depend on each other: give the mean of each text.
        """
        numbers = losses.detach().double().flatten()
        return cls(float(numbers.sum()), float(numbers.square().sum()), numbers.numel())

    def __add__(self, other: Self) -> Self:
        return type(self)(
            self.total + other.total,
            self.squares + other.squares,
            self.examples + other.examples,
        )

    @property
    def value(self) -> float:
        """The mean loss; infinite where it is NaN, which is never good."""
        mean = self.total / self.examples
        return math.inf if math.isnan(mean) else mean

    @property
    def standard_error(self) -> float:
        """The standard error of the mean that comes from the choice of examples."""
        if not math.isfinite(self.value):
            return 0.0
        variance = (self.squares - self.examples * self.value**2) / (self.examples - 1)
        return math.sqrt(max(variance, 0.0) / self.examples)

    def interval(self, confidence: float = CONFIDENCE) -> tuple[float, float]:
        """The normal confidence interval of the mean: lower and upper end."""
        half = NormalDist().inv_cdf((1 + confidence) / 2) * self.standard_error
        return self.value - half, self.value + half


def measured_in(data: Mapping[str, Any]) -> tuple[str, float] | None:
    """The metric and its value in what checks have recorded of a task; None if there is none."""
    for metric in METRICS:
        value = data.get(metric)
        if not isinstance(value, int | float) or not math.isfinite(value):
            continue
        if metric not in SHARES or 0 <= value <= 1:
            return metric, float(value)
    return None


def examples_in(data: Mapping[str, Any]) -> int:
    """On how many examples it was measured; 0 if nothing says so."""
    count = data.get("examples", data.get("pictures"))
    return int(count) if isinstance(count, int | float) else 0


def percent(value: float) -> str:
    """A share in words: '83.2 %'."""
    return f"{value:.1%}".replace("%", " %")


def in_words(metric: str, value: float) -> str:
    """A value of the metric in words: '83.2 %', or '1.832' of a loss."""
    return f"{value:.3f}" if metric == "loss" else percent(value)


def bar_in_words(metric: str, value: float) -> str:
    """A bar in words, which has fewer digits than what is measured: '85%', or '1.800' of a loss."""
    return f"{value:.3f}" if metric == "loss" else f"{value:.0%}"


# How a measurement is said: of the metric, the value, its interval and the examples.
SAID: dict[str, Callable[[str, str], str]] = {
    "accuracy": lambda value, examples: f"{value} of {examples}",
    "error": lambda value, examples: f"an error of {value} on {examples}",
    "loss": lambda value, examples: f"a loss of {value} on {examples}",
}
