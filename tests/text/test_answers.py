"""The words that go with an answer's name."""

from __future__ import annotations

import pytest

from autograder.text.answers import has


@pytest.mark.parametrize(
    ("name", "verb"),
    [
        ("The result", "has"),
        ("The targets", "have"),
        ("The loss", "has"),
        ("The bias", "has"),
        ("The list of ids", "has"),
        ("The tensor of logits", "has"),
        ("The number of steps", "has"),
        ("A row of the targets", "has"),
        ("Each row of the inputs", "has"),
        ("The rows of the matrix", "have"),
        ("The gradients of the bias", "have"),
        ("The mean for all pixels", "has"),
        ("The inputs, once more", "have"),
        ("The answer to two questions", "has"),
        ("One of the gradients", "has"),
        ("`weights`", "has"),
        ("Targets", "have"),
        ("", "has"),
    ],
)
def test_the_verb_goes_with_the_first_noun(name, verb):
    assert has(name) == f"{name} {verb}"
