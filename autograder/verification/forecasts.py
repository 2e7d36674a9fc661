"""How far the forecast of the visible tests lies from the grade, over all known mistakes.

A student who trusts the forecast should not be surprised by the grade.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from autograder.results import Report, TaskResult
from autograder.verification.kill_matrix import WrongAnswer
from autograder.verification.visible_tests import VisibleTests, forecast

NEAR = 0.05  # of a task's points
WORST = 5  # of those that are further off are shown


@dataclass(frozen=True)
class Forecast:
    """What is forecast for a known mistake, and what it earns: shares of its task's points."""

    task: str
    mistake: str
    forecast: float
    grade: float

    @property
    def error(self) -> float:
        """Positive where too much is promised."""
        return self.forecast - self.grade


def forecasts(
    reports: Mapping[WrongAnswer, Report], visible: Mapping[str, VisibleTests]
) -> list[Forecast]:
    """One for each known mistake of a task that has visible tests.

    Where a network is trained, its accuracy decides, and `check.py` makes no forecast of its tests.
    """
    found = []
    for wrong, report in reports.items():
        tests = visible.get(wrong.task.name)
        task = next((each for each in report.tasks if each.task == wrong.task.name), None)
        if tests and task and not wrong.task.training:
            said = forecast(tests, wrong.mistake)
            found.append(Forecast(task.task, wrong.mistake, said, _share(task)))
    return found


def render(found: Sequence[Forecast]) -> Iterator[str]:
    """A row for each task: how many forecasts are near the grade, and those that are worst."""
    if not found:
        return
    yield "forecast of the visible tests against the grade, as parts of the task's points"
    yield f"  {'task':<16}{'mistakes':>9}{f'within {NEAR:.0%}':>12}{'nine of ten':>13}{'worst':>8}"
    for task in dict.fromkeys(each.task for each in found):
        yield _row(task, [each for each in found if each.task == task])
    yield _row("all", found)
    far = sorted((each for each in found if abs(each.error) > NEAR), key=lambda f: -abs(f.error))
    for each in far[:WORST]:
        yield (
            f"  {each.task}: {each.mistake}: {each.forecast:.0%} is forecast, "
            f"{each.grade:.0%} is earned"
        )
    if len(far) > WORST:
        yield f"  … and {len(far) - WORST} more that are further off than {NEAR:.0%}"


def _row(name: str, found: Sequence[Forecast]) -> str:
    errors = sorted(abs(each.error) for each in found)
    near = sum(error <= NEAR for error in errors)
    nine_of_ten = errors[-(-9 * len(errors) // 10) - 1]
    return f"  {name:<16}{len(found):>9}{near:>12}{nine_of_ten:>13.1%}{errors[-1]:>8.1%}"


def _share(task: TaskResult) -> float:
    points = sum(check.points for check in task.checks)
    return sum(check.score for check in task.checks) / points if points else 0.0
