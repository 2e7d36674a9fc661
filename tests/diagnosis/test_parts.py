"""Hypotheses that need all windows: what they answer is compared with loops written out by hand."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
import torch
from torch import Tensor

from autograder.diagnosis.executable_elsewhere import (
    along_other_axes,
    in_place_of_the_answer,
    sliding_elsewhere,
)
from autograder.diagnosis.fitted_answers import affine, fitted
from autograder.diagnosis.maps import Map
from autograder.diagnosis.parts import of_parts
from autograder.diagnosis.places import Place

AXES = ("picture", "channel", "row", "column")


def weighted(images: Tensor, weight: Tensor, bias: Tensor | None = None) -> Tensor:
    """Windows of 2x2 pixels, weighted (O, C, 2, 2) and added up."""
    windows = images.unfold(2, 2, 1).unfold(3, 2, 1)
    answer = torch.einsum("nchwuv,ocuv->nohw", windows, weight)
    return answer if bias is None else answer + bias.reshape(-1, 1, 1)


def largest(images: Tensor) -> Tensor:
    """Of windows of 2x2 pixels."""
    return images.unfold(2, 2, 1).unfold(3, 2, 1).amax((-2, -1))


def _made(windows: Tensor, weight: Tensor, bias: Tensor | None) -> Tensor:
    answer = torch.einsum("nchwuv,ocuv->nohw", windows, weight)
    return answer if bias is None else answer + bias.reshape(-1, 1, 1)


WEIGHTED = ("images", lambda images: (2, 1, 0), _made)
LARGEST = ("images", lambda images: (2, 1, 0), lambda windows: windows.amax((-2, -1)))


@pytest.fixture
def numbers() -> dict[str, Tensor]:
    chance = torch.Generator().manual_seed(3)
    shapes = {"images": (2, 3, 4, 5), "weight": (2, 3, 2, 2), "bias": (2,)}
    return {name: torch.randn(shape, generator=chance) for name, shape in shapes.items()}


@pytest.mark.parametrize(
    ("stem", "put_together"),
    [
        ("largest", lambda parts: parts.amax(0)),
        ("smallest", lambda parts: parts.amin(0)),
        ("product", lambda parts: parts.prod(0)),
        ("positive", lambda parts: parts.relu().sum(0)),
        ("size", lambda parts: parts.abs().sum(0)),
    ],
)
def test_parts_of_channels_are_put_together_in_another_way(
    numbers: dict[str, Tensor], stem: str, put_together: Callable[[Tensor], Tensor]
) -> None:
    found = dict(of_parts("weighted", WEIGHTED, ("channel", "line", "place")))
    images, weight, bias = numbers.values()
    parts = [
        weighted(images[:, [channel]], weight[:, [channel]]) for channel in range(images.shape[1])
    ]

    answer = found[f"weighted:parts:channel:{stem}"].wrong(weighted)(images, weight, bias)

    torch.testing.assert_close(answer, put_together(torch.stack(parts)) + bias.reshape(-1, 1, 1))


def test_parts_of_pixels_of_the_window_are_put_together(numbers: dict[str, Tensor]) -> None:
    found = dict(of_parts("weighted", WEIGHTED, ("channel", "line", "place")))
    images, weight, _ = numbers.values()
    parts = []
    for row in range(2):
        for column in range(2):
            only = torch.zeros_like(weight)
            only[:, :, row, column] = weight[:, :, row, column]
            parts.append(weighted(images, only))

    answer = found["weighted:parts:line_place:largest"].wrong(weighted)(images, weight)

    torch.testing.assert_close(answer, torch.stack(parts).amax(0))


def test_a_row_of_numbers_is_added_along_another_axis(numbers: dict[str, Tensor]) -> None:
    place = Place("bias", (numbers["bias"],), ("number",), None)
    found = dict(along_other_axes("weighted", place, AXES))
    images, weight, bias = numbers["images"][:, :, :3], numbers["weight"], numbers["bias"]

    answer = found["weighted:bias:along_rows"].wrong(weighted)(images, weight, bias)

    torch.testing.assert_close(answer, weighted(images, weight) + bias[:, None])


def test_windows_slide_along_other_axes(numbers: dict[str, Tensor]) -> None:
    found = dict(sliding_elsewhere("largest", LARGEST, AXES))
    images = numbers["images"]

    answer = found["largest:windows_along:channels_rows"].wrong(largest)(images)

    torch.testing.assert_close(answer, images.unfold(1, 2, 1).unfold(2, 2, 1).amax((-2, -1)))


def test_an_argument_stands_for_the_answer() -> None:
    def halves(pixels: Any) -> Any:
        return pixels / 2

    pixels = np.array([0, 1, 7], dtype=np.uint8)
    place = Place("pixels", (pixels,), ("number",), inspect.Parameter.empty)
    cut = Map("cut", "cut {it}", lambda value, arguments: value.clamp(0, 1))

    found = in_place_of_the_answer("halves:pixels_for_answer:cut", place, cut)

    assert found.wrong(halves)(pixels).tolist() == [0.0, 1.0, 1.0]
    assert found.sentence == ("`halves` answers as if it gave back `pixels`, and cut its numbers.")


@pytest.mark.parametrize(("factor", "summand"), [(-0.5, 1.0), (255 / 256, 0.0), (3.0, -2.0)])
def test_factor_and_summand_are_fitted(factor: float, summand: float) -> None:
    right = torch.randn(3, 4, generator=torch.Generator().manual_seed(1))

    found = fitted(factor * right + summand, right)

    assert found == pytest.approx((factor, summand), abs=1e-5)
    made = affine("halves:answer:affine", found or (0, 0)).wrong(lambda pixels: pixels)(right)
    torch.testing.assert_close(made, factor * right + summand, rtol=1e-4, atol=1e-4)


@pytest.mark.parametrize(
    ("mine", "right"),
    [
        (torch.tensor([1.0, 2.0, 4.0]), torch.tensor([1.0, 2.0, 3.0])),  # no straight line
        (torch.tensor([1.0, 2.0]), torch.tensor([3.0, 5.0])),  # too few
        (torch.tensor([1.0, 2.0, 3.0]), torch.tensor([[1.0, 2.0, 3.0, 4.0]])),  # another shape
        (torch.tensor([1.0, float("nan"), 3.0]), torch.tensor([1.0, 2.0, 3.0])),
    ],
)
def test_nothing_is_fitted_where_nothing_fits(mine: Tensor, right: Tensor) -> None:
    assert fitted(mine, right) is None
