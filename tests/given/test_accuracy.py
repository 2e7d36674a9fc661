"""`check.py --accuracy`: the grader's interval and levels, and a network that is really trained."""

from __future__ import annotations

import json
import shutil

import pytest
from support.at_home import run
from support.given_modules import given
from support.paths import PROJECT

from autograder.course.load import load_course
from autograder.grading.accuracy import Measured
from autograder.template import build

accuracy = given("accuracy")
LEVELS = [{"accuracy": 0.45, "share": 0.5}, {"accuracy": 0.6, "share": 1}]


@pytest.mark.parametrize(("right", "count"), [(0, 10), (1, 2), (832, 1000), (2500, 2500)])
def test_the_interval_is_the_graders(right, count):
    assert accuracy.interval(right, count) == pytest.approx(Measured(right, count).interval())


@pytest.mark.parametrize(
    ("share", "sentence"),
    [
        (0.3, "That earns 0% of the points for accuracy; from 45% on it is more."),
        (0.5, "earns 50% of the points for accuracy, from the level of 45%; from 60% on"),
        (0.7, "That earns 100% of the points for accuracy, from the level of 60%."),
    ],
)
def test_the_level_is_told(share, sentence):
    assert sentence in accuracy.level_in_words(LEVELS, share)


def test_a_matrix_counts_what_is_taken_for_what():
    lines = list(accuracy.matrix(("zebra", "dots"), [[3, 0], [1, 2]]))

    cells = [line.split() for line in lines]
    assert cells == [["zebr", "dots"], ["zebra", "3", "·"], ["dots", "1", "2"]]


@pytest.mark.torch
@pytest.mark.parametrize("goes_on", [False, True])
def test_a_network_is_trained_within_the_budget(tmp_path, goes_on):
    course = load_course(PROJECT)
    for name, content in build.template(course, course.assignments["challenge"]).items():
        if "/" not in name or name.startswith("tests/"):
            (tmp_path / name).parent.mkdir(exist_ok=True)
            (tmp_path / name).write_bytes(content)
    shutil.copy(PROJECT / "solutions" / "challenge" / "model.py", tmp_path)
    loop = "    while True:\n        model(images[:8] / 255)\n" if goes_on else ""
    (tmp_path / "training.py").write_text(
        f"def train(model, images, labels, device):\n    print('epoch 1 of 1')\n{loop}"
    )
    facts = json.loads((tmp_path / "assignment.json").read_text())
    for task in facts["tasks"]:
        if "training" in task:
            task["training"] |= {"examples": 50, "cpu_seconds": 1}
    (tmp_path / "assignment.json").write_text(json.dumps(facts))

    code, said = run(tmp_path, "--accuracy")

    assert code == 0, said
    assert "epoch 1 of 1" in said
    assert "of 50 pictures that it has never seen (95% confidence: " in said
    assert ("Training was stopped there" in said) == goes_on


def test_it_is_offered_only_where_the_assignment_can_measure(home):
    facts = json.loads((home / "assignment.json").read_text())
    facts["tasks"][0]["training"] = {"cpu_seconds": 5}
    (home / "assignment.json").write_text(json.dumps(facts))

    assert "--accuracy" not in run(home, "--help")[1]
    assert "--accuracy" not in run(home)[1]
    assert "numbers_: its network is trained and measured when it is graded." in run(home)[1]
    sentence = "This assignment has nothing that trains your network here as it is graded.\n"
    assert run(home, "--accuracy") == (1, sentence)
    (home / "tests" / "accuracy.py").write_text("")
    assert run(home, "--help")[1].count("--accuracy") == 3
    assert "python check.py --accuracy measures what decides its points." in run(home)[1]


def test_where_no_network_is_trained_it_says_so(home):
    assert run(home, "--accuracy") == (1, "No network is trained in this assignment.\n")
