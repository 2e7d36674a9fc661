"""Tests a network that is no classifier of pictures: a language model, judged by its loss."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.paths import TESTS

from autograder.course.load import load_course
from autograder.exporters import gradescope, markdown
from autograder.exporters.for_students import for_students
from autograder.figures import networks
from autograder.grading.batch import warm_graders
from autograder.pages.networks import network
from autograder.results import Report
from autograder.verification.verify import verify_course

pytestmark = [pytest.mark.slow(60), pytest.mark.torch]

COURSE = TESTS / "letters_course"
SOLUTION = COURSE / "solutions" / "letters"


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory, tier: str) -> list[Report]:
    """The reports of the solution, and of one that learns too slowly."""
    slow = tmp_path_factory.mktemp("slow")
    for path in SOLUTION.glob("*.py"):
        (slow / path.name).write_text(path.read_text().replace("lr=0.01", "lr=0.0003"))
    with warm_graders(COURSE, "letters", tier) as graders:
        found = graders.grade_paths([str(SOLUTION), str(slow)], jobs=1, on_outcome=lambda _: None)
    return [outcome.report for outcome in found if outcome.report is not None]


def test_a_low_loss_earns_all_points(reports):
    right, slow = reports

    assert (right.score, right.points) == (6.0, 6.0)
    data = right.tasks[1].data
    assert 0 < data["interval"][0] < data["loss"] < data["interval"][1] < 1.1
    assert data["examples"] == 200
    assert slow.tasks[1].data["loss"] > 1.6
    last = slow.tasks[1].checks[-1]
    assert "On hidden lines, the network has a loss of " in last.message
    assert "of two runs" in last.message or "hidden lines (95 % confidence: " in last.message
    assert last.message.endswith("Up to 1.6 it earns more.")


def test_what_reads_reports_can_read_a_loss(reports, tmp_path):
    report = for_students(reports[0])
    loss = report.tasks[1].data["loss"]
    assignment = load_course(COURSE).assignment("letters")

    shown = network(report.tasks[1], assignment, report)

    assert shown is not None
    assert (shown.value, shown.about, shown.filled) == (
        f"{loss:.3f}", "is the mean loss on 200 lines", None,
    )  # fmt: skip
    assert [(each.said, each.is_reached) for each in shown.levels] == [
        ("up to 1.6", True), ("up to 1.1", True),
    ]  # fmt: skip
    assert f"loss on hidden examples: {loss:.3f}" in markdown.summary(report)
    assert b'"name": "Loss"' in gradescope.render(report)
    saved = networks.save(reports[0], tmp_path, name="1")
    assert [path.name for path in saved] == ["1-training.png"]


def test_the_course_holds_what_it_promises(tier, capsys):
    assert verify_course(load_course(Path(COURSE)), tier=tier), capsys.readouterr().out
