"""Code that refuses too much, or crashes: said is the weakest property that it needs."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
import torch
from support.diagnosing import found
from support.paths import PROJECT

from autograder.course.load import load_course
from autograder.diagnosis.work import MILLION
from autograder.text.axes import axes_named

pytestmark = pytest.mark.slow(30)

REFUSED = "too much is refused"
WORK = MILLION // 5  # nothing else explains these answers, and long looking would not help


@pytest.fixture(autouse=True)
def the_courses_words() -> Iterator[None]:
    with axes_named(load_course(PROJECT).axes):
        yield


def pair(value: Any) -> tuple[int, int]:
    return (value, value) if isinstance(value, int) else tuple(value)


def sides(images: Any) -> tuple[int, int]:
    return images.shape[2], images.shape[3]


def multiples(numbers: Any, of: Any) -> bool:
    return all(number % part == 0 for number, part in zip(numbers, pair(of), strict=True))


def no_gaps(size, kernel_size, stride=1, padding=0):
    return kernel_size >= stride


def gaps_or_none(size, kernel_size, stride=1, padding=0):
    return kernel_size <= stride


def divided(size, kernel_size, stride=1, padding=0):
    return size % kernel_size == 0


def room(size, kernel_size, stride=1, padding=0):
    return size + 2 * padding > kernel_size


def apart(images, kernel_size, stride=None):
    return all(s >= k for s, k in zip(pair(stride or kernel_size), pair(kernel_size), strict=True))


def close(images, kernel_size, stride=None):
    return all(s <= k for s, k in zip(pair(stride or kernel_size), pair(kernel_size), strict=True))


def in_blocks(images, kernel_size, stride=None):
    return multiples(sides(images), kernel_size)


def in_strides(images, kernel_size, stride=None):
    return multiples(sides(images), stride or kernel_size)


def kernels_apart(images, weight, bias=None, stride=1, padding=0):
    return all(s >= k for s, k in zip(pair(stride), weight.shape[2:], strict=True))


def kernels_close(images, weight, bias=None, stride=1, padding=0):
    return all(s <= k for s, k in zip(pair(stride), weight.shape[2:], strict=True))


def colours(images, *others, **more):
    return images.shape[1] == 3


def coloured_pixels(pixels):
    return pixels.shape[-1] == 3


NEEDED = {
    ("convolution", "output_size", no_gaps): "windows overlap or touch",
    ("convolution", "output_size", gaps_or_none): "windows do not overlap",
    ("convolution", "output_size", divided): "the window divides the side",
    ("convolution", "output_size", room): "the window is smaller than the padded side",
    ("pooling", "max_pool2d", apart): "windows do not overlap",
    ("pooling", "max_pool2d", close): "windows overlap or touch",
    ("pooling", "max_pool2d", in_blocks): "the window divides the picture's sides",
    ("pooling", "avg_pool2d", in_strides): "the stride divides the picture's sides",
    ("pooling", "avg_pool2d", colours): "there are three channels",
    ("convolution", "conv2d", kernels_apart): "windows do not overlap",
    ("convolution", "conv2d", kernels_close): "windows overlap or touch",
    ("convolution", "conv2d", colours): "there are three channels",
    ("images", "channels_first", coloured_pixels): "there are three channels",
    ("images", "brightness", coloured_pixels): "there are three channels",
}


def right_functions(task: str, monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.syspath_prepend(PROJECT / "solutions" / "workbook")
    scope: dict[str, Any] = {"__name__": task}
    exec((PROJECT / "solutions" / "workbook" / f"{task}.py").read_text(), scope)  # noqa: S102 - our own solution
    return scope


@pytest.mark.parametrize(
    ("task", "function", "needs", "words"), [(*case, words) for case, words in NEEDED.items()]
)
@pytest.mark.parametrize("wrong", ["refuses", "doubles"])
def test_what_it_needs_is_said(
    monkeypatch: pytest.MonkeyPatch,
    task: str,
    function: str,
    needs: Callable[..., bool],
    words: str,
    wrong: str,
) -> None:
    right = right_functions(task, monkeypatch)[function]

    def student(*args: Any, **kwargs: Any) -> Any:
        answer = right(*args, **kwargs)
        if needs(*args, **kwargs):
            return answer
        if wrong == "refuses":
            raise ValueError(REFUSED)
        return torch.full_like(answer, 77) if hasattr(answer, "fill_") else answer + 9

    names, sentences = found(task, function, student, WORK)

    assert any(f"`{function}` is right whenever {words}." in each for each in sentences), sentences
    if wrong == "refuses":
        assert len(names) == 1
        assert next(iter(names)).endswith(words.replace(" ", "_").replace("'", "_"))
