"""Regrades submissions by their recordings: the student's code runs only where it must."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from msgspec.structs import replace

from autograder.grading.batch import GradedSubmission, GraderProcesses, warm_graders
from autograder.grading.moves import Move
from autograder.results import Report

AT_A_TIME = 100  # recordings that are held in memory
NOT_KEPT = "it was not recorded, and is not where it was"
STAYS_REFUSED = "it was refused, and its files are not here to be looked at anew. The reason was: "
UNREADABLE = "what was handed in can't be graded any more"


@dataclass(frozen=True)
class Earlier:
    """A grading that counts so far. `path` is where the submission was, and its alone.

    `recording` is None if there is none; then the submission is graded in full, from its path.
    A refused one has none that is of it: one at its path is of what was there before.
    """

    path: str
    report: Report
    recording: bytes | None


def regrade(
    root: Path,
    assignment: str,
    earlier: Iterable[Earlier],
    *,
    tier: str,
    jobs: int,
    on_move: Callable[[str, Move], None],
) -> None:
    """Judge each submission by the course at `root` as it is now.

    `on_move` is called with each one's path and move, in any order. `earlier` may read one after
    another. Nothing is kept. Raises CourseError.
    """
    waiting = iter(earlier)
    with warm_graders(root, assignment, tier) as graders:
        while some := list(islice(waiting, AT_A_TIME)):
            for each in some:
                if not _is_there(each):
                    on_move(each.path, Move(each.report, None, _why_not(each.report)))
            _some([each for each in some if _is_there(each)], graders, jobs, on_move)


def _some(
    some: list[Earlier],
    graders: GraderProcesses,
    jobs: int,
    on_move: Callable[[str, Move], None],
) -> None:
    if not some:
        return
    by_path = {each.path: each for each in some}

    def on_outcome(outcome: GradedSubmission) -> None:
        on_move(outcome.path, _move(by_path[outcome.path].report, outcome))

    graders.grade_paths(
        list(by_path),
        jobs=min(jobs, len(by_path)),
        on_outcome=on_outcome,
        record=True,
        recordings=[_recording_of(each) for each in by_path.values()],
    )


def _is_there(earlier: Earlier) -> bool:
    return _recording_of(earlier) is not None or Path(earlier.path).exists()


def _recording_of(earlier: Earlier) -> bytes | None:
    return earlier.recording if earlier.report.refused is None else None


def _why_not(before: Report) -> str:
    return NOT_KEPT if before.refused is None else f"{STAYS_REFUSED}{before.refused}"


def _move(before: Report, outcome: GradedSubmission) -> Move:
    after = outcome.report
    if after is None:
        return Move(before, None, outcome.problem)
    if after.refused is not None and before.refused is None:
        # What was taken once is never taken away because a file has gone.
        return Move(before, None, f"{UNREADABLE}: {after.refused}")
    after = replace(after, submission=before.submission)
    return Move(before, after, "", outcome.recording, outcome.ran_again)
