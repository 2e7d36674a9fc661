"""PrairieLearn's `results.json` of a report as students may see it.

See https://docs.prairielearn.com/externalGrading/#grading-results.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from autograder.exporters.markdown import headline
from autograder.results import Report, as_json

Test = Mapping[str, Any]


def render(report: Report) -> bytes:
    """The score is a share of 1, which is also the most: a bonus can't go beyond it.

    What was refused is not gradable, so that it costs no attempt. A test of 0 points is neutral.
    """
    if report.refused is not None:
        return as_json({"gradable": False, "format_errors": [report.refused]})
    share = report.with_bonus / report.points if report.points else 0.0
    return as_json(
        {
            "gradable": True,
            "score": min(1.0, share),
            "message": headline(report),
            "output": "\n".join(report.notes),
            "tests": list(_tests(report)),
        }
    )


def _tests(report: Report) -> Iterator[Test]:
    for task in report.tasks:
        for place, check in enumerate(task.checks):
            # All tests have points: where one has none, PrairieLearn shows those of no test.
            notes = task.notes if place == 0 else ()
            told = [check.in_full, *(f"Note: {note}" for note in notes)]
            yield _test(f"{task.task}: {check.title}", check.score, check.points, told)
        if not task.checks:
            told = [task.missing, *task.notes]
            yield _test(f"{task.task}: graded by a person", 0.0, 0.0, told)


def _test(name: str, points: float, most: float, told: list[str]) -> Test:
    message = "\n".join(filter(None, told))
    return {"name": name, "points": points, "max_points": most, "message": message}
