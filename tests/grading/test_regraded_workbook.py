"""Tests that submissions of the workbook, judged by their recordings, come out as they did."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest
from support.paths import PROJECT
from support.regrading import without_durations

from autograder.grading.batch import GradedSubmission, GraderProcesses
from autograder.grading.recording import decoded, encoded

pytestmark = pytest.mark.slow(40)

SAMPLES = (
    *("passed/float64_inside", "passed/inherits_from_nn_conv2d", "passed/prints_a_lot"),
    *("wrong/bias_forgotten", "wrong/flips_the_kernel", "wrong/detached_gradient"),
    *("wrong/weights_start_at_one", "wrong/returns_a_generator", "wrong/kernel_of_one_diagonal"),
    *("crashed/os_exit", "crashed/syntax_error", "crashed/raises_type_error"),
    *("forbidden/unfold", "unfinished/one_function_left", "unfinished/missing_module"),
)
EACH = "each check"
JUDGES = {
    "taken over": ("checks",),
    "taken over and diagnosed anew": ("checks", "catalogue"),
    "judged anew": ("checks", EACH),
    "judged and diagnosed anew": ("checks", "engine", EACH),
}


@pytest.fixture(scope="module")
def recorded(workbook_graders: GraderProcesses) -> dict[str, GradedSubmission]:
    return graded(workbook_graders, {})


def graded(
    graders: GraderProcesses, recordings: dict[str, bytes | None]
) -> dict[str, GradedSubmission]:
    found: dict[str, GradedSubmission] = {}
    paths = [str(PROJECT / "tests" / "submissions" / name) for name in SAMPLES]
    graders.grade_paths(
        paths,
        jobs=1,
        on_outcome=lambda each: found.__setitem__(each.path, each),
        record=True,
        recordings=[recordings.get(path) for path in paths],
    )
    return found


def as_if_changed(data: bytes | None, names: tuple[str, ...]) -> bytes | None:
    """The recording, as if something else had judged it."""
    if data is None:
        return None
    recording = decoded(data)
    replace = msgspec.structs.replace
    tasks = [
        replace(
            task,
            judged_by=task.judged_by | dict.fromkeys(names, "another"),
            cases=[replace(c, judged_by="") if EACH in names else c for c in task.cases],
        )
        for task in recording.tasks
    ]
    return encoded(replace(recording, tasks=tasks))


@pytest.mark.parametrize("judges", JUDGES)
def test_recorded_answers_are_judged_like_the_answers(judges, recorded, workbook_graders):
    changed = {
        path: as_if_changed(each.recording, JUDGES[judges]) for path, each in recorded.items()
    }

    again = graded(workbook_graders, changed)

    assert all(changed.values())
    for path, each in recorded.items():
        assert not again[path].ran_again, path
        assert without_durations(again[path].report) == without_durations(each.report), path


def test_a_recording_is_small(recorded):
    sizes = {Path(path).name: len(each.recording or b"") for path, each in recorded.items()}

    assert max(sizes.values()) < 4 * 40_000 + 50_000  # four tasks, and the submission itself
