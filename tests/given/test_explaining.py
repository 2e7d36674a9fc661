"""Errors in plain words: each is raised by torch, NumPy or Python itself."""

from __future__ import annotations

import traceback

import numpy as np
import pytest
import torch
from support.given_modules import given

explaining = given("explaining")
LEAF = torch.ones(2, requires_grad=True)


def misspelt():
    sliding_windows = 1
    return sliding_window + sliding_windows  # noqa: F821 - that is the mistake


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        (lambda: torch.ones(2, 60) @ torch.ones(30, 5), "60 columns meet 30 rows"),
        (lambda: torch.ones(2, 3).T.view(-1), "`.reshape` copies"),
        (lambda: LEAF.add_(1), "Make a new tensor instead"),
        (lambda: torch.ones(3)[3], "there is no place 3"),
        (lambda: np.ones(3)[3], "there is no place 3"),
        (lambda: torch.ones(3)[0, 0], "more indices"),
        (lambda: torch.ones(2, 3).sum(2), "There is no axis 2"),
        (lambda: torch.ones(2, 2) @ torch.ones(2, 2).double(), "two dtypes"),
        (lambda: torch.ones(2, 3) + torch.ones(2, 4), "one has 3 and the other 4"),
        (lambda: np.ones((2, 3)) + np.ones((2, 4)), "shapes do not match"),
        (lambda: torch.ones(2, 2).expand(2, 3), "room for"),
        (lambda: torch.ones(7).reshape(2, 3), "7 numbers"),
        (lambda: (LEAF * 2).backward(), "single number"),
        (lambda: torch.ones(()).backward(), "No gradient can flow back"),
        (LEAF.numpy, "NumPy knows no gradients"),
        (lambda: bool(torch.ones(2) > 0), "`.any()` or `.all()`"),
        (lambda: torch.ones(2).item(), "single number is needed"),
        (lambda: torch.stack([torch.ones(2), torch.ones(3)]), "one window smaller"),
        (lambda: torch.stack([]), "The list is empty"),
        (lambda: torch.nn.Conv2d(3, 1, 1)(torch.ones(1, 2, 4, 4)), "made for 3 channels, and 2"),
        (lambda: range((2, 2)), "A pair came"),
        (lambda: 3 - (2, 2), "A pair came"),
        (misspelt, "Did you mean `sliding_windows`?"),
        (lambda: torch.ones(2).rehsape(1), "Did you mean `reshape`?"),
        (input, "`input()`"),
    ],
)
def test_an_error_is_explained(wrong, sentence):
    with pytest.raises(Exception) as caught:  # noqa: PT011 - of many kinds
        wrong()

    assert sentence in explaining.explained(caught.value, str(caught.value)), str(caught.value)


def test_the_shapes_that_met_are_told():
    images, weight = torch.ones(2, 3), torch.ones(4, 5)
    with pytest.raises(RuntimeError) as caught:
        images @ weight

    line = traceback.extract_tb(caught.value.__traceback__)[0]

    assert explaining.shapes(caught.value, line) == "images is (2, 3), weight is (4, 5)"


def test_a_syntax_error_has_its_line_and_a_caret():
    with pytest.raises(SyntaxError) as caught:
        compile("x = (1,\ny = 2\n", "mine.py", "exec")

    assert "^" in explaining.syntax(caught.value)
