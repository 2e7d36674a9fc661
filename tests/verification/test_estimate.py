"""Tests the measured false-fail rate: how it is estimated, and when it is no longer valid."""

from __future__ import annotations

import shutil
from pathlib import Path

import msgspec
import pytest
from support.challenges import course_with

from autograder.course.load import load_course
from autograder.course.model import Course
from autograder.course.training import Level, Training
from autograder.verification import calibration, estimate
from autograder.verification.estimate import Measured, Run

HIGH, LOW = (
    [Run(0.95, 1, 9), Run(0.96, 1, 9), Run(0.94, 1, 9)],
    [Run(0.62, 1, 9), Run(0.58, 0.5, 9)],
)

TRAINING = Training(levels=(Level(accuracy=0.6, share=1),))
BY_LOSS = Training(levels=(Level(loss=1.8, share=1),), spread=0.02)


@pytest.fixture
def course(tmp_path: Path) -> Course:
    return load_course(course_with(tmp_path, {}))


def print_of(course: Course) -> str:
    challenge = course.assignment("challenge")
    return estimate.fingerprint(course, challenge, challenge.task("training"))


def faults_of(course: Course, measured: Measured) -> list[str]:
    challenge = course.assignment("challenge")
    estimate.write(course, challenge, measured)
    names = [each.name for each in calibration.measured_networks(course, challenge)]
    return list(estimate.faults(course, challenge, challenge.task("training"), names))


def measured_of(course: Course, runs: list[Run]) -> Measured:
    networks = calibration.measured_networks(course, course.assignment("challenge"))
    return Measured(print_of(course), {}, 0.6, {each.name: runs for each in networks})


def test_each_network_has_a_rate_of_its_own():
    rates = Measured("", {}, 0.6, {"high": HIGH, "low": LOW}).rates()

    assert rates["high"] < 1e-6
    assert rates["low"] == pytest.approx(0.5)


def test_a_training_that_is_repeated_has_to_miss_the_bar_twice():
    around = {"around": [Run(each, 1, 9) for each in (0.5, 0.6, 0.7)]}
    once = Measured("", {}, 0.6, around)
    twice = Measured("", {}, 0.6, around, repeated_from=0.0, trainings=2)
    seldom = Measured("", {}, 0.6, around, repeated_from=0.6, trainings=2)

    assert once.rates()["around"] == pytest.approx(0.5)
    assert twice.rates()["around"] == pytest.approx(0.25)
    assert seldom.rates()["around"] == pytest.approx(0.5)


def test_the_upper_bound_of_none_in_so_many_runs():
    assert estimate.upper_bound(0, 30) == pytest.approx(1 - 0.05 ** (1 / 30), abs=1e-6)
    assert estimate.upper_bound(0, 300) < 0.01 < estimate.upper_bound(1, 300)


def test_the_family_is_large_and_its_rate_is_at_most_the_stated_one(course):
    networks = calibration.measured_networks(course, course.assignment("challenge"))

    assert len(networks) >= 15
    assert faults_of(course, measured_of(course, HIGH)) == []
    assert "grading.yml states 0.001" in " ".join(faults_of(course, measured_of(course, LOW * 2)))
    missed = faults_of(course, measured_of(course, [*HIGH, Run(0.93, 0.5, 9)]))
    assert any("missed the full points" in fault for fault in missed)


def test_without_runs_of_every_network_nothing_is_proven(course):
    measured = measured_of(course, HIGH)
    fewer = msgspec.structs.replace(measured, networks=dict(list(measured.networks.items())[1:]))

    assert "fewer than 3 runs of the solutions" in faults_of(course, fewer)[0]


@pytest.mark.parametrize(
    "file",
    [
        "assignments/challenge/calibration/family/narrow/model.py",
        "assignments/challenge/calibration/shared/one_cycle.py",
        "assignments/challenge/given/tiny_images.py",
        "assignments/challenge/graders/judging.py",
        "assignments/challenge/graders/test_training.py",
        "solutions/challenge/training.py",
    ],
)
def test_another_line_that_decides_makes_another_fingerprint(course, file):
    before, path = print_of(course), course.root / file

    path.write_text(f"# A remark.\n\n{path.read_text()}\n# Another one.\n")
    assert print_of(course) == before
    path.write_text(f"{path.read_text()}\nMORE = 1\n")
    assert print_of(course) != before


def test_settings_count_and_names_of_mistakes_do_not(course, tmp_path_factory):
    before = print_of(course)
    for file in ("training_suspicions.py", "model_suspicions.py", "test_model.py"):
        path = course.root / "assignments" / "challenge" / "graders" / file
        path.write_text(f"{path.read_text()}\nMORE = 1\n")
    assert print_of(course) == before

    other = course_with(tmp_path_factory.mktemp("other"), {"spread: 0.1 ": "spread: 0.2 "})
    assert print_of(load_course(other)) != before


def test_a_fingerprint_of_something_else_is_a_fault(course):
    measured = measured_of(course, HIGH)
    path = course.root / "solutions" / "challenge" / "training.py"
    path.write_text(path.read_text().replace("EPOCHS = 3", "EPOCHS = 4"))

    assert "other networks, examples, settings or checks" in faults_of(course, measured)[0]


def test_a_repeated_loss_may_differ_by_chance_only():
    runs = [Run(1.70, 1, 9), Run(1.72, 1, 9), Run(1.71, 1, 9)]

    assert estimate.implausible(runs, 1.73, BY_LOSS) == ""
    assert "reaches 2.400 here" in estimate.implausible(runs, 2.4, BY_LOSS)


def test_a_bar_for_a_loss_is_missed_from_above():
    near = {"near": [Run(1.79, 1, 9), Run(1.78, 1, 9), Run(1.77, 1, 9)]}
    far = {"far": [Run(1.20, 1, 9), Run(1.21, 1, 9), Run(1.19, 1, 9)]}
    now = Measured("", {}, 1.8, metric="loss", repeated_from=1.84)

    rate = msgspec.structs.replace(now, networks=near).rates()["near"]
    assert 0.001 < rate < 0.5
    assert msgspec.structs.replace(now, networks=far).rates()["far"] < 1e-6
    assert "bar 1.800" in msgspec.structs.replace(now, networks=near).worded()


def test_a_repeated_accuracy_may_differ_by_chance_only():
    assert estimate.implausible(HIGH, 0.92, TRAINING) == ""
    assert "reaches 40.0%" in estimate.implausible(HIGH, 0.40, TRAINING)


def test_what_was_measured_of_something_else_is_not_kept():
    before = Measured("one", {"torch": "2"}, 0.6, {"high": HIGH})

    assert estimate.measured_again(before, Measured("one", {"torch": "2"}, 0.6)) == {"high": HIGH}
    assert estimate.measured_again(before, Measured("two", {"torch": "2"}, 0.6)) == {}
    assert estimate.measured_again(before, Measured("one", {"torch": "3"}, 0.6)) == {}
    assert estimate.measured_again(None, before) == {}


def test_a_result_that_can_not_be_read_is_a_fault(course):
    challenge = course.assignment("challenge")
    estimate.file_of(course, challenge).write_text("{")

    assert estimate.read(course, challenge) is None
    shutil.rmtree(estimate.file_of(course, challenge).parent / "family")
    faults = estimate.faults(course, challenge, challenge.task("training"), [])
    assert "autograder calibrate --assignment challenge" in next(iter(faults))
