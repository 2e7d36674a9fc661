"""Which kernel answers most strongly to an edge: the one that a convolution finds."""

# ruff: noqa: S311 - nothing here is secret

from __future__ import annotations

import random
import re

import pytest
import torch
from torch.nn import functional

from autograder.viva.kernels import about_kernels

UPRIGHT = [[-1.0, 0.0, 1.0]] * 3
FLAT = [[-1.0] * 3, [0.0] * 3, [1.0] * 3]
BLUR = [[0.1] * 3] * 3


def kernels(*planes: list) -> list:
    return [[plane, plane, plane] for plane in planes]


@pytest.mark.parametrize("seed", range(5))
def test_the_answer_is_what_a_convolution_gives(seed):
    made = torch.randn(6, 3, 3, 3, generator=torch.Generator().manual_seed(seed))

    questions = list(about_kernels({"kernels": made.tolist()}, random.Random(seed)))

    for each in questions:
        picture = torch.zeros(1, 3, 3, 3)
        if "on the left" in each.words:
            picture[..., 0], picture[..., 2] = -1, 1
        elif "bright below" in each.words and "diagonal" not in each.words:
            picture[..., 0, :], picture[..., 2, :] = -1, 1
        else:
            picture += torch.ones(3, 3).tril(-1) - torch.ones(3, 3).triu(1)
        chosen = [int(n) for n in re.search(r"kernels ([\d, ]+)\.", each.code)[1].split(",")]
        answers = functional.conv2d(picture, made[chosen]).flatten()
        best = int(answers.abs().argmax())
        assert each.answer == (
            f"{'ABC'[best]}: {answers[best]:.2f}, a {'bright' if answers[best] > 0 else 'dark'} "
            "spot in its feature map"
        )


def test_an_edge_belongs_to_the_kernel_that_was_made_for_it():
    data = {"kernels": kernels(UPRIGHT, FLAT, BLUR)}

    left, above, *_ = about_kernels(data, random.Random(0))

    upright, flat = ("  ".join(f"{3 * n:6.2f}" for n in row[:1]) for row in (UPRIGHT[0], FLAT[0]))
    assert left.answer.endswith(": 18.00, a bright spot in its feature map")
    assert above.answer.endswith(": 18.00, a bright spot in its feature map")
    assert f"{left.answer[0]}   {upright}" in left.code
    assert f"{above.answer[0]}   {flat}" in above.code


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"kernels": []},
        {"kernels": kernels(UPRIGHT, FLAT)},
        {"kernels": kernels(BLUR, BLUR, BLUR)},
        {"kernels": [[[[1.0]]]] * 4},
        {"kernels": [[[[1.0, 2.0]]]] * 4},
    ],
)
def test_where_nothing_can_be_told_apart_nothing_is_asked(data):
    assert list(about_kernels(data, random.Random(0))) == []
