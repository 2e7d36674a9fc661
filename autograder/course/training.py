"""The section `training` of a task: how a network is trained, what is measured, what it earns."""

from __future__ import annotations

import itertools
from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from autograder.course.metric import METRICS, Metric, sign_of
from autograder.course.section import Count, Seconds, Section, Text


class Level(Section):
    """A value of one metric on hidden examples, and the share of the points that it earns."""

    accuracy: Annotated[float | None, Field(gt=0, le=1)] = None
    """The share of hidden examples that are classified right, from which on the level counts."""
    error: Annotated[float | None, Field(ge=0, lt=1)] = None
    """The share that is classified wrongly, up to which it counts."""
    loss: Annotated[float | None, Field(allow_inf_nan=False)] = None
    """The mean loss, up to which it counts."""
    share: Annotated[float, Field(ge=0, le=1)]
    """The part of the points that this earns."""
    title: Text = "-"
    """What students read beside it, such as Honours."""

    @property
    def metrics(self) -> tuple[Metric, ...]:
        """The metrics of which it gives a value."""
        return tuple(name for name in METRICS if getattr(self, name) is not None)

    @property
    def value(self) -> float:
        """The value of its metric."""
        value: float = getattr(self, self.metrics[0])
        return value


def _ascending(levels: tuple[Level, ...]) -> tuple[Level, ...]:
    if any(len(level.metrics) != 1 for level in levels):
        raise ValueError("should each have one of accuracy, error and loss")
    if len({level.metrics for level in levels}) > 1:
        raise ValueError("should all have the same of accuracy, error and loss")
    sign = sign_of(levels[0].metrics[0])
    for low, high in itertools.pairwise(levels):
        if sign * low.value >= sign * high.value or low.share > high.share:
            raise ValueError(
                "should go up from level to level"
                if sign > 0
                else "should go down from level to level, and their shares up"
            )
    return levels


CHECKPOINTS = ("weights.safetensors", "weights.pt", "weights.pth")


class Training(Section):
    """How a network is trained, and what it earns: see `grading.accuracy`.

    The metric is that of the levels.
    """

    levels: Annotated[tuple[Level, ...], Field(min_length=1), AfterValidator(_ascending)]
    """Which accuracy, error or loss earns which share of the points; the best comes last."""
    hand_in: Literal["training", "checkpoint", "either"] = "training"
    """A training, a checkpoint (weights.safetensors, .pt or .pth), or either."""
    cpu_seconds: Seconds = 120
    """Processor time of a training; then it is stopped."""
    wall_seconds: Seconds = 600
    """A far cap for a training that stalls."""
    memory_mb: Count = 8192
    """Memory of a training, beyond what Python and torch take."""
    over_budget: Literal["graded", "timed_out"] = "graded"
    """Whether a stopped network is graded as it is."""
    device: Literal["auto", "cpu"] = "auto"
    """`auto` takes a GPU where there is one."""
    called: Text = "examples"
    """What the examples are called in sentences, such as pictures."""
    examples: Count = 2500
    """Hidden examples to judge by."""
    more_examples: Count = 5000
    """Drawn as well where chance could decide about points."""
    runs: Count = 2
    """Where it still could, the better of so many trainings counts."""
    runs_at_chance: Count = 3
    """A run that got stuck near chance is repeated, so many in all."""
    spread: Annotated[float, Field(ge=0, allow_inf_nan=False)] = 0.025
    """Standard deviation of the metric between honest runs: see `autograder calibrate`."""
    false_fail_rate: Annotated[float, Field(gt=0, lt=1)] = 0.001
    """Stated share of runs of right networks that miss full points."""

    @property
    def checkpoints(self) -> tuple[str, ...]:
        """Names of files that may replace a training. The first one that was submitted is used."""
        return () if self.hand_in == "training" else CHECKPOINTS

    @property
    def metric(self) -> Metric:
        """What is measured."""
        return self.levels[0].metrics[0]

    @property
    def sign(self) -> int:
        """1 where higher is better, else -1."""
        return sign_of(self.metric)

    def is_better(self, one: float, other: float) -> bool:
        """Whether one value of the metric is better than the other."""
        return self.sign * one > self.sign * other

    def reaches(self, value: float, level: Level) -> bool:
        """Whether a value of the metric is good enough for a level."""
        return self.sign * value >= self.sign * level.value

    @property
    def pictures(self) -> int:
        """`examples`, for checks whose examples are pictures."""
        return self.examples

    @property
    def more_pictures(self) -> int:
        """`more_examples`, for checks whose examples are pictures."""
        return self.more_examples

    @property
    def most_runs(self) -> int:
        """The most times that a network is trained."""
        return max(self.runs, self.runs_at_chance)

    @property
    def with_gpu(self) -> bool:
        """Whether training may use a GPU, if there is one."""
        return self.device == "auto"
