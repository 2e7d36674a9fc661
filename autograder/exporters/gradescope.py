"""Report → Gradescope's results.json.

See https://gradescope-autograders.readthedocs.io/en/latest/specs/#output-format.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from autograder.exporters.for_students import told_once, why_regraded
from autograder.grading.metrics import measured_in
from autograder.results import Report, TaskResult, Visibility, as_json

FAILED = (
    "The grader itself failed, and this is not your fault. What you handed in is kept; "
    "your instructor can grade it again."
)


def render(report: Report) -> bytes:
    """The results of a graded or refused submission. `score` is the total that our report has,
    with the bonus: Gradescope takes more than an assignment's points.
    """
    results: dict[str, Any] = {
        "score": report.with_bonus,
        "execution_time": round(report.seconds),
        "output": "\n".join((*why_regraded(report), *report.notes)),
        "output_format": "text",
        "test_output_format": "text",
        "test_name_format": "text",
        "visibility": Visibility.VISIBLE,
        "stdout_visibility": Visibility.HIDDEN,
        "tests": list(_tests(report)),
        "leaderboard": [
            {
                "name": measured[0].capitalize(),
                "value": measured[1],
                "order": "desc" if measured[0] == "accuracy" else "asc",
            }
            for task in report.tasks
            if (measured := measured_in(task.data))
        ],
        "extra_data": {"tier": report.tier, **report.environment},
    }
    return as_json(results)


def failure() -> bytes:
    """The results if we failed and there is no report: score 0, since Gradescope wants a number."""
    test = _test("The grader itself failed", FAILED, status="failed", score=0, max_score=0)
    return as_json(
        {
            "score": 0,
            "output": FAILED,
            "stdout_visibility": Visibility.HIDDEN,
            "tests": [test],
            "extra_data": {"failed": True},
        }
    )


def _tests(report: Report) -> Iterator[Mapping[str, Any]]:
    if report.refused is not None:
        yield _test(
            "What was handed in can't be graded",
            report.refused,
            status="failed",
            score=0,
            max_score=report.points,
        )
    for number, task in enumerate(report.tasks, start=1):
        yield from _tests_of(task, number)


def _tests_of(task: TaskResult, number: int) -> Iterator[Mapping[str, Any]]:
    if not task.checks:
        yield _test(f"{task.task}: graded by a person", task.missing, number=f"{number}")
    for place, check in enumerate(told_once(task.checks), start=1):
        # Notes are shown once, with the first check: Gradescope has no place for those of a task.
        notes = task.notes if place == 1 else ()
        yield _test(
            f"{task.task}: {check.title}",
            "\n".join(
                [
                    *filter(None, [check.in_full]),
                    *(f"Note: {note}" for note in notes),
                ]
            ),
            status="failed" if check.status.costs_points else "passed",
            score=check.score,
            max_score=check.points,
            number=f"{number}.{place}",
            visibility=check.visibility,
        )


def _test(name: str, output: str, **more: Any) -> Mapping[str, Any]:
    return {"name": name, "output": output, "visibility": Visibility.VISIBLE, **more}
