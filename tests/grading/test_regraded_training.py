"""Tests that a training is judged again by what was recorded of it, and not repeated."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from support.challenges import RIGHT, course_with, training
from support.regrading import Edit, replaced

from autograder.grading.batch import GradedSubmission, grade_paths
from autograder.results import Report

pytestmark = pytest.mark.slow(90)

CHECKS = "assignments/challenge/graders/test_training.py"
QUICK = b"""
import torch
from torch import nn

def train(model, images, labels, device):
    print("loss 2.25")
    optimizer = torch.optim.AdamW(model.parameters(), 3e-3)
    model.train()
    for batch in torch.cat([torch.randperm(len(labels)) for _ in range(2)]).split(64):
        loss = nn.functional.cross_entropy(model(images[batch].float() / 255), labels[batch])
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
"""
# So far from what it reaches that nothing is repeated because of chance.
LOW = {
    "cpu_seconds: 120        #": "cpu_seconds: 60 #",
    "{accuracy: 0.45, share: 0.5}": "{accuracy: 0.30, share: 0.5}",
    "{accuracy: 0.60, share: 1}": "{accuracy: 0.98, share: 0.6}",
    "{accuracy: 0.90, share: 1, title: Honours}": "{accuracy: 0.99, share: 1}",
    "runs: 2  ": "runs: 1  ",
    "runs_at_chance: 3 ": "runs_at_chance: 1 ",
    "spread: 0.1 ": "spread: 0 ",
}


def grade(course: Path, path: Path, tier: str, recording: bytes | None) -> GradedSubmission:
    outcomes: list[GradedSubmission] = []
    grade_paths(
        course,
        "challenge",
        [str(path)],
        tier=tier,
        jobs=1,
        on_outcome=outcomes.append,
        tasks=[("training",)],
        record=True,
        recordings=[recording] if recording else (),
    )
    assert outcomes[0].report is not None, outcomes[0].problem
    return outcomes[0]


@pytest.fixture(scope="module")
def submission(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("submission")
    for name, data in {**RIGHT, "training.py": QUICK}.items():
        if not name.startswith("weights"):
            (folder / name).write_bytes(data)
    return folder


@pytest.fixture(scope="module")
def first(
    tmp_path_factory: pytest.TempPathFactory, submission: Path, tier: str
) -> GradedSubmission:
    """The training, recorded."""
    return grade(course_with(tmp_path_factory.mktemp("course"), LOW), submission, tier, None)


def trained_notes(report: Report) -> list[str]:
    return [note for note in training(report).notes if note.startswith("Trained here")]


def test_the_first_grading_trains(first):
    assert first.report is not None
    assert first.recording is not None
    assert len(trained_notes(first.report)) == 1
    assert training(first.report).data["learning_curve"] == [2.25]


@pytest.mark.parametrize(
    "edit",
    [
        replaced(CHECKS, "Training lowers the loss on", "It lowers the loss on"),
        replaced(CHECKS, 'f"The network recognises', 'f"It recognises'),
    ],
)
def test_another_sentence_trains_nothing(edit: Edit, first, submission, tier, tmp_path):
    course = course_with(tmp_path, LOW)
    edit(course)

    again = grade(course, submission, tier, first.recording)

    assert not again.ran_again
    before, after = training(first.report), training(again.report)
    assert (after.score, after.notes, after.data) == (before.score, before.notes, before.data)
    assert [each.status for each in after.checks] == [each.status for each in before.checks]
    assert after.seconds < before.seconds


def test_another_level_is_judged_by_the_recorded_logits(first, submission, tier, tmp_path):
    levels = {**LOW, "{accuracy: 0.45, share: 0.5}": "{accuracy: 0.30, share: 0.25}"}

    again = grade(course_with(tmp_path, levels), submission, tier, first.recording)

    assert not again.ran_again
    before, after = training(first.report), training(again.report)
    assert after.data["accuracy"] == before.data["accuracy"]
    assert (before.data["share"], after.data["share"]) == (0.5, 0.25)
    assert after.notes == before.notes


def test_what_the_network_was_never_asked_trains_again(first, submission, tier, tmp_path):
    course = course_with(tmp_path, LOW)
    replaced("grading.yml", "      examples: 500 ", "      examples: 600 ")(course)

    again = grade(course, submission, tier, first.recording)

    [ran] = again.ran_again
    assert (ran.task, ran.because) == ("training", "its checks share what can't be replayed")
    [note] = trained_notes(again.report)
    assert re.search(r"seed \d+", note)
    assert training(again.report).data["pictures"] == 600
