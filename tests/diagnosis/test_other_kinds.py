"""Mistakes beyond single numbers and axes: each channel scaled, other sizes, several answers."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pytest
import torch
from support.diagnosing import found
from support.paths import PROJECT

from autograder.course.load import load_course
from autograder.diagnosis import patterns_of_sizes
from autograder.diagnosis.evidence import CallGroup, Evidence
from autograder.diagnosis.fitted_answers import IMAGENET
from autograder.diagnosis.outcomes import CallOutcome
from autograder.diagnosis.plain_to_see import held
from autograder.diagnosis.recording import RecordedCall
from autograder.diagnosis.work import MILLION
from autograder.text.axes import axes_named

pytestmark = pytest.mark.slow(20)

WORK = 3 * MILLION  # of which most need a tenth
MEANS, SPREADS = (torch.tensor(each).reshape(3, 1, 1) for each in IMAGENET)
ROWS_AND_COLUMNS = ("row", "column")


@pytest.fixture(autouse=True)
def the_courses_words() -> Iterator[None]:
    with axes_named(load_course(PROJECT).axes):
        yield


@pytest.fixture
def right(monkeypatch: pytest.MonkeyPatch) -> Callable[[str, str], Any]:
    """The solution's function of a task."""
    monkeypatch.syspath_prepend(PROJECT / "solutions" / "workbook")

    def function(task: str, name: str) -> Any:
        scope: dict[str, Any] = {"__name__": task}
        exec((PROJECT / "solutions" / "workbook" / f"{task}.py").read_text(), scope)  # noqa: S102 - our own solution
        return scope[name]

    return function


def said(task: str, function: str, student: Callable[..., Any]) -> tuple[set[str], str]:
    names, sentences = found(task, function, student, WORK)
    return names, " ".join(sentences)


def test_what_pretrained_networks_want_is_recognised(right):
    load = right("images", "load_image")

    names, sentence = said("images", "load_image", lambda path: (load(path) - MEANS) / SPREADS)

    assert names == {"load_image:answer:each_channel_affine"}
    assert "0.485 and 0.229 for the first, as pretrained networks want it" in sentence


@pytest.mark.parametrize(
    ("factors", "summands", "words"),
    [
        ((2.0, 3.0, 4.0), (0.0, 0.0, 0.0), "multiplied by its own number, 2 for the first"),
        ((1.0, 1.0, 1.0), (0.5, -0.25, 1.0), "had its own number added, 0.5 for the first"),
        ((2.0, 4.0, 5.0), (-1.0, -1.0, 2.0), "another one, 0.5 and 0.5 for the first."),
    ],
)
def test_each_channel_may_be_scaled_and_shifted(right, factors, summands, words):
    load = right("images", "load_image")
    times, plus = (torch.tensor(each).reshape(3, 1, 1) for each in (factors, summands))

    names, sentence = said("images", "load_image", lambda path: load(path) * times + plus)

    assert names == {"load_image:answer:each_channel_affine"}
    assert words in sentence


def test_all_alike_is_not_said_of_each_channel(right):
    load = right("images", "load_image")

    names, _ = said("images", "load_image", lambda path: load(path) * 1.7 - 0.2)

    assert names == {"load_image:answer:affine"}


def test_what_differs_from_picture_to_picture_has_no_such_name(right):
    load = right("images", "load_image")

    def by_its_own_means(path: str) -> Any:
        image = load(path)
        return image - image.mean((2, 3), keepdim=True)

    names, _ = said("images", "load_image", by_its_own_means)

    assert not any("affine" in name for name in names)


def test_the_stride_before_the_windows_is_recognised(right):
    pool = right("pooling", "max_pool2d")

    def early(images: Any, kernel_size: Any, stride: Any = None) -> Any:
        steps = kernel_size if stride is None else stride
        down, along = (steps, steps) if isinstance(steps, int) else steps
        pool(images, kernel_size, stride)
        return pool(images[:, :, ::down, ::along], kernel_size, 1)

    names, sentence = said("pooling", "max_pool2d", early)

    assert names == {"max_pool2d:windows:both:stride_before_windows"}
    assert "the stride were taken in rows and columns of the picture" in sentence


@pytest.mark.parametrize(
    ("change", "name"),
    [
        (lambda numbers: numbers.mean(-1), "last_axis:averaged"),
        (lambda numbers: numbers.max(-1), "last_axis:largest"),
        (lambda numbers: numbers[..., 0], "last_axis:first_kept"),
        (lambda numbers: numbers.mean(-1, keepdims=True), "last_axis:averaged_and_kept"),
        (lambda numbers: numbers[None], "axis_in_front"),
        (lambda numbers: numbers.reshape(-1), "flattened"),
    ],
)
def test_answers_of_any_number_of_axes_have_maps_of_shape(right, change, name):
    brightness = right("images", "brightness")

    names, _ = said("images", "brightness", lambda pixels: change(brightness(pixels)))

    assert names == {f"brightness:answer:{name}"}


@pytest.mark.parametrize(
    ("change", "name", "words"),
    [
        (lambda answer: (answer, answer > 0), "first_of_several", "only the first"),
        (lambda answer: [answer.shape, answer], "second_of_several", "only the second"),
        (lambda answer: (answer,), "in_a_tuple", "comma"),
    ],
)
def test_what_comes_with_others_is_recognised(right, change, name, words):
    pool = right("pooling", "max_pool2d")

    def student(images: Any, kernel_size: Any, stride: Any = None) -> Any:
        return change(pool(images, kernel_size, stride))

    names, sentence = said("pooling", "max_pool2d", student)

    assert names == {f"max_pool2d:answer:{name}"}
    assert words in sentence


def test_one_of_several_has_to_be_the_right_answer_each_time():
    right = [torch.arange(3.0), torch.arange(4.0)]

    def group(*mine: Any) -> CallGroup:
        evidence = [
            Evidence(0, RecordedCall("f", (), {}), CallOutcome(own), CallOutcome(true), False, True)
            for own, true in zip(mine, right, strict=True)
        ]
        return CallGroup("f", False, tuple(evidence))

    named = held(group((right[0], 1), (right[1], 2)))
    assert named is not None
    assert named[0] == "f:answer:first_of_several"
    assert held(group((right[0], 1), (2, right[1]))) is None
    assert held(group((right[0], 1), right[1] + 1)) is None
    assert held(group((right[0], 1), (right[1] + 1, 1))) is None


def emptied(pixels: Any) -> Any:
    bright = pixels / 255
    pixels[...] = 0
    return bright


def darker_with_each_channel(pixels: Any) -> Any:
    planes = []
    for channel in range(pixels.shape[-1]):
        pixels //= 2
        planes.append(pixels[..., channel] / 255)
    return np.stack(planes, -1)


def picture(pixels: Any) -> Any:
    return "something else"


def nothing(pixels: Any) -> None:
    pixels / 255


def drawn(images: Any) -> Any:
    return torch.randn(len(images), images[0].numel())


@pytest.mark.parametrize(
    ("task", "function", "student", "name", "words"),
    [
        ("images", "brightness", emptied, "changes_its_arguments", "answers of"),
        ("images", "brightness", darker_with_each_channel, "changes_its_arguments", "sees the"),
        ("images", "brightness", picture, "answer:no_numbers", "neither a tensor nor"),
        ("images", "brightness", nothing, "answer:nothing", "gives back nothing"),
        ("pooling", "flatten", drawn, "answer:differs_each_time", "another answer each time"),
    ],
)
def test_what_needs_no_hypothesis_is_seen(monkeypatch, task, function, student, name, words):
    monkeypatch.syspath_prepend(PROJECT / "solutions" / "workbook")

    names, sentence = said(task, function, student)

    assert names == {f"{function}:{name}"}
    assert words in sentence


def test_only_the_last_product_is_recognised(right):
    conv2d = right("convolution", "conv2d")

    def overwritten(images, weight, bias=None, stride=1, padding=0):
        last = torch.zeros_like(weight)
        last[:, -1, -1, -1] = weight[:, -1, -1, -1]
        return conv2d(images, last, bias, stride, padding)

    names, _ = said("convolution", "conv2d", overwritten)

    assert names == {"conv2d:weight:last_of_each"}


def shapes(*pairs: tuple[Any, Any]) -> str:
    drawn = np.random.default_rng(3)
    return patterns_of_sizes.shared(
        [(drawn.normal(size=mine), drawn.normal(size=right)) for mine, right in pairs],
        ROWS_AND_COLUMNS,
    )


def test_sides_that_are_always_the_same_are_told():
    found = shapes(((224, 224), (5, 4)), ((224, 224), (3, 6)), ((224, 224), (9, 7)))

    assert found == "the result always has 224 rows and 224 columns, whatever comes in"


def test_one_side_may_be_always_the_same():
    found = shapes(((1, 4), (5, 4)), ((1, 7), (3, 7)), ((1, 2), (8, 2)))

    assert found == "the result always has 1 row, whatever comes in"


def test_exchanged_sides_are_told():
    found = shapes(((4, 5), (5, 4)), ((4, 4), (4, 4)), ((9, 3), (3, 9)))

    assert found == "the result has as many rows as it should have columns, and the reverse"


def test_what_is_always_square_is_told():
    found = shapes(((4, 4), (5, 4)), ((4, 4), (4, 4)), ((3, 3), (3, 9)))

    assert found == "the result has as many rows as columns, also where it should not"


@pytest.mark.parametrize(("start", "where"), [(0, "beginning"), (1, "middle")])
def test_a_part_of_the_right_answer_is_told(start, where):
    numbers = [np.random.default_rng(5).normal(size=size) for size in ((5, 6), (6, 7), (8, 8))]
    pairs = [(each[start:-start, start:-start] if start else each[:3], each) for each in numbers]

    found = patterns_of_sizes.shared(pairs, ROWS_AND_COLUMNS)

    assert found == f"the result is only a part of the right one, from its {where}"


@pytest.mark.parametrize(
    "pairs",
    [
        [((2, 2), (5, 4)), ((2, 2), (3, 4))],  # two may be chance,
        [((2, 1), (5, 4)), ((2, 3), (3, 4)), ((2, 3), (3, 4))],  # and so may be one of two sizes
        [((4, 4), (4, 4)), ((3, 4), (3, 4)), ((3, 7), (3, 7))],  # the sizes are right
        [((4, 4), (4, 5)), ((3, 4), (3, 5)), ((3, 7), (3, 8))],  # others tell that
    ],
)
def test_nothing_is_told_of_sizes_that_prove_nothing(pairs):
    assert shapes(*pairs) == ""
