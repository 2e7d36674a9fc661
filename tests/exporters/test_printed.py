"""Tests that printed losses decide nothing, and that a weak network gets no known mistake named."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from support.challenges import PROJECT, SOLUTIONS, course_with, grade, training

from autograder.results import Report

TRAINING = (SOLUTIONS / "training.py").read_text()
SAYS = 'print(f"epoch {epoch} of {EPOCHS}: loss {torch.stack(losses).mean():.3f}", flush=True)'
SUM = 'print(f"epoch {epoch} of {EPOCHS}: loss {torch.stack(losses).sum():.3f}", flush=True)'
MUCH = 'print("loss 2.30 " + "." * 90_000, flush=True)'
BELOW = PROJECT / "assignments" / "challenge" / "calibration" / "below_the_bar"


@pytest.fixture(scope="module")
def reports(tier: str, tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Report]:
    course = course_with(tmp_path_factory.mktemp("course"), {})
    assert TRAINING.count(SAYS) == 1
    submissions = {
        "a_sum": {"training.py": TRAINING.replace(SAYS, SUM)},
        "much": {"training.py": TRAINING.replace(SAYS, MUCH)},
        **{
            name: {"model.py": (BELOW / name / "model.py").read_text()}
            for name in ("linear", "small_mlp_of_the_solution")
        },
    }
    return grade(course, tmp_path_factory.mktemp("class"), submissions, tier)


@pytest.mark.parametrize("name", ["a_sum", "much"])
def test_losses_may_be_printed_in_any_way(reports: Mapping[str, Report], name: str) -> None:
    report = reports[name]

    assert report.score == report.points
    assert not [check.mistakes for check in training(report).checks if check.mistakes]


def test_a_printed_sum_is_drawn_as_it_is(reports: Mapping[str, Report]) -> None:
    first, *_, last = training(reports["a_sum"]).data["learning_curve"]

    assert first > last > 10


@pytest.mark.parametrize("name", ["linear", "small_mlp_of_the_solution"])
def test_networks_without_convolution_are_told_so_and_nothing_else(
    reports: Mapping[str, Report], name: str
) -> None:
    checks = [check for task in reports[name].tasks for check in task.checks]

    assert not [check.mistakes for check in checks if check.mistakes]
    assert any("No convolution runs" in check.message for check in checks)
