"""What a page shows of a trained network: what it reaches, its levels, its curve, its mistakes."""

from __future__ import annotations

from dataclasses import dataclass

from autograder.course.model import Assignment
from autograder.course.training import Level as LevelEntry
from autograder.course.training import Training
from autograder.grading.metrics import examples_in, in_words, measured_in
from autograder.pages.curve import Curve, curve
from autograder.pages.sight import Sight, sight
from autograder.results import Report, TaskResult

# What a value is of, where {} are the examples.
ABOUT = {
    "accuracy": "of {} are right",
    "error": "of {} are wrong",
    "loss": "is the mean loss on {}",
}


@dataclass(frozen=True)
class Level:
    """A step of the bar for a network: where on the scale it stands, and what it is worth.

    `at` is in percent, or None without a scale; `said` is the value that has to be reached.
    """

    at: float | None
    said: str
    words: str
    is_reached: bool


@dataclass(frozen=True)
class Network:
    """What was measured of a trained network: the value in words, and of what it is.

    `filled` is how much of a scale it fills, in percent; None if the metric has no scale.
    """

    value: str
    about: str
    filled: float | None
    levels: tuple[Level, ...]
    curve: Curve | None
    sight: Sight | None
    device: str
    seconds: float


def network(task: TaskResult, assignment: Assignment, report: Report) -> Network | None:
    """What was measured of a task's network; None if nothing was."""
    measured = measured_in(task.data)
    if measured is None:
        return None
    metric, value = measured
    found = next((each for each in assignment.tasks if each.name == task.task), None)
    training = found.training if found is not None else None
    called = training.called if training is not None else "examples"
    return Network(
        value=in_words(metric, value),
        about=ABOUT[metric].format(f"{examples_in(task.data)} {called}"),
        filled=100 * value if metric == "accuracy" else None,
        levels=_levels(training, metric, value) if training is not None else (),
        curve=curve(task.data),
        sight=sight(task.data),
        device=str(report.environment.get("device", "")),
        seconds=task.seconds,
    )


def _levels(training: Training, metric: str, value: float) -> tuple[Level, ...]:
    if metric != training.metric:
        return ()
    return tuple(
        Level(
            at=100 * each.value if metric == "accuracy" else None,
            said=_bar(metric, each.value),
            words=_worth(each),
            is_reached=training.reaches(value, each),
        )
        for each in training.levels
    )


def _bar(metric: str, value: float) -> str:
    """What a level asks for: 'from 60 %', 'up to a loss of 1.8'."""
    match metric:
        case "accuracy":
            return f"from {100 * value:.0f} %"
        case "error":
            return f"up to {100 * value:.3g} %"
    return f"up to {value:.4g}"


def _worth(level: LevelEntry) -> str:
    return level.title if level.title != "-" else f"{100 * level.share:.0f} % of the points"
