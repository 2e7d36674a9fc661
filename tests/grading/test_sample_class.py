"""Tests grading of the sample class, whose folders are named after the expected result."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from support.paths import PROJECT

from autograder.grading.batch import grade_paths
from autograder.results import Report, Status

pytestmark = [pytest.mark.slow(70), pytest.mark.cold_start]

CLASS = PROJECT / "tests" / "submissions"
SUBMISSIONS = sorted(CLASS.glob("*/*"))
FAULTY = [path for path in SUBMISSIONS if path.parent.name not in ("passed", "refused")]


def name_of(path: Path) -> str:
    return f"{path.parent.name}-{path.name}"


def of_verdict(verdict: str) -> list[Path]:
    return [path for path in SUBMISSIONS if path.parent.name == verdict]


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory, tier: str) -> dict[Path, Report]:
    """All reports. A call has three seconds instead of ten, because of endless loops."""
    course = tmp_path_factory.mktemp("course")
    for folder in ("assignments", "solutions"):
        shutil.copytree(PROJECT / folder, course / folder)
    text = (PROJECT / "grading.yml").read_text()
    (course / "grading.yml").write_text(text.replace("call_seconds: 10 ", "call_seconds: 3 "))
    paths = [str(path) for path in SUBMISSIONS]
    outcomes = grade_paths(
        course,
        "workbook",
        paths,
        tier=tier,
        jobs=os.cpu_count() or 1,
        on_outcome=lambda outcome: None,
    )
    return {Path(outcome.path): outcome.report for outcome in outcomes}


def failed(report: Report) -> set[tuple[str, Status]]:
    """Pairs of task and status, for each check that has not passed."""
    return {
        (task.task, check.status)
        for task in report.tasks
        for check in task.checks
        if check.status is not Status.PASSED
    }


def test_there_is_a_class_of_every_kind():
    verdicts = {path.parent.name for path in SUBMISSIONS}

    assert len(SUBMISSIONS) > 60
    assert verdicts == {"passed", "refused", *(s.value for s in Status if s is not Status.BROKEN)}


@pytest.mark.parametrize("path", of_verdict("passed"), ids=name_of)
def test_right_answers_of_every_style_earn_full_marks(reports, path):
    report = reports[path]

    assert failed(report) == set()
    assert report.score == report.points == 20


@pytest.mark.parametrize("path", FAULTY, ids=name_of)
def test_a_mistake_costs_points_in_its_task_alone(reports, path):
    report = reports[path]

    assert report.score < report.points
    assert len({task for task, _ in failed(report)}) == 1
    assert {status.value for _, status in failed(report)} == {path.parent.name}


@pytest.mark.parametrize("path", of_verdict("refused"), ids=name_of)
def test_what_can_not_be_graded_is_refused_with_a_sentence(reports, path):
    report = reports[path]

    assert report.refused.endswith(".")
    assert (report.score, report.tasks) == (0, ())


@pytest.mark.parametrize("path", FAULTY, ids=name_of)
def test_every_failure_has_a_sentence(reports, path):
    for task in reports[path].tasks:
        for check in task.checks:
            if check.status is Status.PASSED:
                assert check.message == ""
            else:
                assert check.message[-1] in ".?)"
                assert len(check.message) > 15
                assert "Traceback" not in check.message


def test_the_other_orientation_is_accepted_with_a_note(reports):
    report = reports[CLASS / "passed" / "other_orientation"]

    notes = [note for task in report.tasks for note in task.notes]

    assert len(notes) > 0
    assert reports[CLASS / "passed" / "nested_loops"].tasks[1].notes == ()
