"""Questions about what a network has learned: which of its first kernels answers to an edge."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np

from autograder.viva.questions import CHOICES, Question

WORDS = (
    "dark on the left and bright on the right",
    "dark above and bright below",
    "dark above its diagonal and bright below",
)
CLEARLY = 1.2  # so many times as strongly as the next one
FAINT = 0.01  # of the largest weight


def about_kernels(data: Mapping[str, Any], draw: random.Random) -> Iterator[Question]:
    """A question for each edge to which one of three kernels answers more strongly than the others.

    `data` is a task's `TaskResult.data`; its kernels have the shape (O, C, K, K).
    """
    kernels = np.array(data.get("kernels") or []).reshape(-1, *_shape(data)).sum(axis=1)
    if len(kernels) < len(CHOICES) or kernels.shape[1] < 2:
        return
    for words, edge in zip(WORDS, _edges(kernels.shape[1]), strict=True):
        chosen = draw.sample(range(len(kernels)), len(CHOICES))
        answers = [float((kernels[index] * edge).sum()) for index in chosen]
        strength = sorted(map(abs, answers))
        if strength[-1] < max(CLEARLY * strength[-2], FAINT * np.abs(kernels).max()):
            continue
        best = int(np.argmax(np.abs(answers)))
        shown = "\n\n".join(
            f"{letter}   {_grid(kernels[index])}"
            for letter, index in zip(CHOICES, chosen, strict=True)
        )
        sign = "bright" if answers[best] > 0 else "dark"
        yield Question(
            f"A grey edge is {words}. Which of these three of your first kernels answers to it "
            "most strongly, and what does the sign say?",
            f"{shown}\n\n(The sums over the colours of kernels {', '.join(map(str, chosen))}.)",
            f"{CHOICES[best]}: {answers[best]:.2f}, a {sign} spot in its feature map",
        )


def _shape(data: Mapping[str, Any]) -> tuple[int, ...]:
    kernels = np.array(data.get("kernels") or [])
    square = kernels.ndim == 4 and kernels.shape[2] == kernels.shape[3]
    return tuple(kernels.shape[1:]) if square else (1, 1, 1)


def _edges(side: int) -> Iterator[np.ndarray[Any, Any]]:
    """The edges of `WORDS`, from −1 to 1, 0 in the middle."""
    step = np.sign(np.arange(side) - (side - 1) / 2)
    yield np.tile(step, (side, 1))
    yield np.tile(step, (side, 1)).T
    yield np.sign(np.subtract.outer(np.arange(side), np.arange(side)))


def _grid(kernel: np.ndarray[Any, Any]) -> str:
    return "\n    ".join(" ".join(f"{number:6.2f}" for number in row) for row in kernel)
