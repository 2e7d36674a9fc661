"""Hidden checks of `characters`: a training, judged by text that nobody has seen."""

from __future__ import annotations

from collections.abc import Callable
from math import sqrt
from types import ModuleType
from typing import Any

import torch
from hidden_story import examples
from torch import Tensor

from autograder import expect
from autograder.grading.student import Student

FEW = 200  # so many contexts are asked a second time, with something in them changed


def test_trained_model(
    student: Student,
    training: Any,
    start_over: Callable[[int], int],
    given: Callable[[str], ModuleType],
    rng: torch.Generator,
    looks_like: Callable[[str], None],
    record: Callable[[str, Any], None],
) -> None:
    """The model foretells the characters of sentences that nobody has seen; the share of the points
    depends on how many."""
    story = given("story")
    codes = story.encode(story.TEXT)
    seen, next_ones = codes.unfold(0, story.LENGTH, 1)[:-1], codes[story.LENGTH :]
    contexts, targets = examples(training.examples + training.more_examples, story.LENGTH, rng)
    best, share = 0.0, 0.0
    for run in range(training.runs):
        start_over(run)
        limited = student.within_(
            cpu_seconds=training.cpu_seconds, wall_seconds=training.wall_seconds
        )
        model = limited.train(seen, next_ones, len(story.LETTERS))
        expect.layer(model, name="What `train` returns")
        model.eval()
        scores = answers(model, contexts[: training.examples], len(story.LETTERS))
        accuracy = right(scores, targets)
        error = sqrt(accuracy * (1 - accuracy) / len(scores))
        if any(abs(accuracy - level.accuracy) < 2 * error for level in training.levels):
            more = answers(model, contexts[training.examples :], len(story.LETTERS))
            accuracy = right(torch.cat([scores, more]), targets)
        best = max(best, accuracy)
        share = max((lv.share for lv in training.levels if best >= lv.accuracy), default=0.0)
        if share == 1:
            break
        for name in observed(model, contexts[:FEW], scores[:FEW]):
            looks_like(name)
            break
        if best < training.levels[0].accuracy / 2:
            break  # another seed will not help
    record("accuracy", best)
    record("share", share)
    sentence = f"{best:.1%} of the characters of a hidden text are foretold."
    expect.partly(share, sentence, told="Too few characters of a hidden text are foretold.")


def answers(model: Any, contexts: Tensor, letters: int) -> Tensor:
    """The model's scores, which have to be one row for each context."""
    scores = model.infer(contexts)
    expect.shape(scores, (len(contexts), letters), name="The scores")
    return torch.as_tensor(scores).detach()


def right(scores: Tensor, targets: Tensor) -> float:
    """The share of contexts whose highest score is the target's."""
    finite = torch.isfinite(scores).all(dim=1)
    guessed = scores.argmax(dim=1) == targets[: len(scores)]
    return (guessed & finite).double().mean().item()


def observed(model: Any, contexts: Tensor, scores: Tensor) -> list[str]:
    """Known mistakes that the model makes, as far as its answers prove it."""
    guesses = scores.argmax(dim=1)
    if len(guesses.unique()) == 1:
        return ["gives_one_character_always"]
    if (guesses == contexts[:, -1]).double().mean() > 0.9:
        return ["repeats_the_last_character"]
    others = torch.cat([contexts.roll(7, dims=0)[:, :-1], contexts[:, -1:]], dim=1)
    if torch.allclose(model.infer(others), scores, rtol=1e-3, atol=1e-4):
        return ["looks_at_the_last_character_alone"]
    if torch.allclose(model.infer(contexts.flip(1)), scores, rtol=1e-3, atol=1e-4):
        return ["does_not_know_the_order"]
    return []
