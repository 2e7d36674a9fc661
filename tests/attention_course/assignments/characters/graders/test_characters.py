"""Hidden checks of `characters`: a training, judged by text that nobody has seen."""

from __future__ import annotations

from typing import Any

import pytest
import torch
from hidden_story import examples

from autograder import expect
from autograder.grading.student import Student


def test_bar(student: Student, training: Any, start_over: Any, given: Any, rng: torch.Generator, record: Any) -> None:
    """Share of the characters of a hidden text that the trained model foretells."""
    seed, story = start_over(0), given("story")
    print(training, seed)
    model = student.within_(
        cpu_seconds=training.cpu_seconds, wall_seconds=training.wall_seconds
    ).train(story.encode(story.TEXT), len(story.LETTERS), story.LENGTH)
    contexts, targets = examples(training.examples, 16, rng)
    scores = model.infer(contexts)
    expect.shape(scores, (len(contexts), 28), name="The scores")
    accuracy = (scores.argmax(dim=1) == targets).float().mean().item()
    record("accuracy", accuracy)
    share = max([level.share for level in training.levels if accuracy >= level.accuracy], default=0)
    expect.partly(share, f"{accuracy:.1%}")
