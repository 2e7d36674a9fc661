"""One submission has one report: on a busy machine, and whoever was graded before it.

The submissions are those of which the diagnosis uses up nearly all its work, or all of it.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager

import msgspec
import pytest
from support.modules import graded_modules
from support.paths import PROJECT, TESTS

from autograder.course.model import Course
from autograder.diagnosis import work
from autograder.grading.batch import warm_graders
from autograder.grading.came_of_it import CUT_SHORT
from autograder.grading.context import Graded, ToGrade
from autograder.grading.recording import Recording
from autograder.grading.run import grade_all
from autograder.grading.task_grading import DIAGNOSIS
from autograder.results import Report
from autograder.sandbox.launcher import Zygotes
from autograder.submission.intake import Submission
from autograder.verification.reference_submissions import solution

pytestmark = pytest.mark.slow(60)

NEARLY_ALL = (
    "convolution/conv2d__nested_lists__bias_before_and_after_and_last_column_lost.py",
    "convolution/conv2d__one_sided__pads_only_bottom_right_and_averages_channels.py",
    "convolution/sliding_windows__nested-lists__axes_and_last_column.py",
    "pooling/max_pool2d__torch_loops__first_row_only_and_default_stride_swapped.py",
    "convolution/conv2d__einsum__kernel_mirrored_and_bias_twice.py",
)
# Of the second nothing is named, so that it takes all the work that the first one leaves.
COSTLY = {
    "images": "blind/images/brightness__loops__square_only_and_256.py",
    "convolution": "blind/convolution/Conv2d__batch_statistics_fan__centres_pictures_and_ignores"
    "_bias_when_evaluating.py",
}
BUSY_LOOPS = 2


def graded(course: Course, tier: str, names: Sequence[str]) -> Mapping[str, Report]:
    """The reports by a grader process of their own, one after the other, without durations."""
    with warm_graders(PROJECT, "workbook", tier) as graders:
        reports: dict[str, Report] = {}
        for name in names:
            module = name.split("/")[0], (TESTS / "blind" / name).read_bytes()
            reports |= graded_modules(course, graders, {name: module}, only_its_task=True)
    return {name: without_durations(report) for name, report in reports.items()}


def handed_in(course: Course, modules: Mapping[str, str]) -> Submission:
    """The solution, with some modules from files of the tests in place of its own."""
    files = dict(solution(course, course.assignments["workbook"]).files)
    files |= {f"{task}.py": (TESTS / path).read_bytes() for task, path in modules.items()}
    return Submission("a submission", files, (), "")


def without_durations(report: Report) -> Report:
    tasks = tuple(msgspec.structs.replace(task, seconds=0.0) for task in report.tasks)
    return msgspec.structs.replace(report, submission="", seconds=0.0, tasks=tasks)


@contextmanager
def busy_machine() -> Iterator[None]:
    loops = [
        subprocess.Popen([sys.executable, "-c", "while True: pass"]) for _ in range(BUSY_LOOPS)
    ]
    try:
        yield
    finally:
        for loop in loops:
            loop.kill()
            loop.wait()


@pytest.fixture(scope="module")
def reports(course: Course, tier: str) -> Mapping[str, Report]:
    return graded(course, tier, NEARLY_ALL)


def test_a_mistake_is_named_in_each(reports: Mapping[str, Report]) -> None:
    named = [
        name
        for name, report in reports.items()
        if any(check.mistakes for check in report.tasks[0].checks)
    ]

    assert sorted(named) == sorted(NEARLY_ALL)


def test_a_busy_machine_tells_the_same(
    course: Course, tier: str, reports: Mapping[str, Report]
) -> None:
    with busy_machine():
        assert graded(course, tier, NEARLY_ALL) == reports


def test_who_was_graded_before_changes_nothing(
    course: Course, tier: str, reports: Mapping[str, Report]
) -> None:
    assert graded(course, tier, NEARLY_ALL[::-1]) == reports


def test_a_task_that_is_carried_over_has_done_its_work(course: Course, zygotes: Zygotes) -> None:
    """Or the next one would be sought in longer, and say more than before."""
    whole, found = handed_in(course, COSTLY), list[Graded]()

    def grade(recording: Recording | None, only: Sequence[str] = tuple(COSTLY)) -> Graded:
        asked = ToGrade(whole, only=tuple(only), is_recorded=True, recording=recording)
        grade_all(
            course, course.assignments["workbook"], [asked], found.append, zygotes,
            on_line=lambda line: None,
        )  # fmt: skip
        return found[-1]

    first = grade(None)
    assert first.recording is not None
    images, convolution = first.recording.tasks
    again = grade(msgspec.structs.replace(first.recording, tasks=[images]))

    assert [each.task for each in again.ran_again] == ["convolution"]
    assert without_durations(again.report) == without_durations(first.report)
    assert again.recording is not None
    assert [each.work for each in again.recording.tasks] == [images.work, convolution.work]
    alone = grade(None, only=["convolution"])
    assert alone.recording is not None
    assert convolution.work + images.work > 0.8 * DIAGNOSIS
    assert alone.recording.tasks[0].work > convolution.work + images.work / 2


@pytest.mark.parametrize("seconds", [0.0, 1000.0])
def test_staff_are_told_if_the_clock_has_ended_a_diagnosis(
    course: Course, zygotes: Zygotes, seconds: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(work, "SECONDS", seconds)
    found = list[Graded]()
    submission = ToGrade(
        handed_in(course, {"convolution": f"blind/{NEARLY_ALL[-1]}"}), only=("convolution",)
    )

    grade_all(
        course, course.assignments["workbook"], [submission], found.append, zygotes,
        on_line=lambda line: None,
    )  # fmt: skip

    (task,) = found[0].report.tasks
    assert (CUT_SHORT in task.notes_for_staff) is (seconds == 0.0)
