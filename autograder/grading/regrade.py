"""Regrades submissions by their recordings: the student's code runs only where it must."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from autograder.grading.batch import GradedSubmission, warm_graders
from autograder.grading.moves import Move
from autograder.results import Report

UNREADABLE = "what was handed in can't be graded any more"


@dataclass(frozen=True)
class Earlier:
    """A grading that counts so far; `recording` is None if there is none."""

    report: Report
    recording: bytes | None


def regrade(
    root: Path,
    assignment: str,
    earlier: Sequence[Earlier],
    *,
    tier: str,
    jobs: int,
    on_move: Callable[[Move], None],
) -> None:
    """Judge each submission by the course at `root` as it is now; `on_move` is called with each.

    One without a recording is graded in full, from its path. Nothing is kept. Raises CourseError.
    """
    by_path = {each.report.submission: each for each in earlier}

    def on_outcome(outcome: GradedSubmission) -> None:
        on_move(_move(by_path[outcome.path].report, outcome))

    with warm_graders(root, assignment, tier) as graders:
        graders.grade_paths(
            list(by_path),
            jobs=jobs,
            on_outcome=on_outcome,
            record=True,
            recordings=[each.recording for each in by_path.values()],
        )


def _move(before: Report, outcome: GradedSubmission) -> Move:
    after = outcome.report
    if after is None:
        return Move(before, None, outcome.problem)
    if after.refused is not None and before.refused is None:
        # What was taken once is never taken away because a file has gone.
        return Move(before, None, f"{UNREADABLE}: {after.refused}")
    return Move(before, after, "", outcome.recording, outcome.ran_again)
