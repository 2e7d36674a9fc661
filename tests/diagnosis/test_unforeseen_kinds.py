"""Kinds of mistakes that are in no catalogue: each has a name, whoever makes it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image
from support.mistaken import Mistaken, mistaken, names_said

from autograder.course.model import Course
from autograder.diagnosis.evidence import CallGroup, Evidence
from autograder.diagnosis.maps_of_files import of_files
from autograder.diagnosis.maps_of_running import of_running
from autograder.diagnosis.outcomes import CallOutcome
from autograder.diagnosis.recording import RecordedCall
from autograder.diagnosis.refusals import refused_otherwise
from autograder.diagnosis.signs import of_signs
from autograder.grading.batch import GraderProcesses

CASES: Mapping[str, Mistaken] = {
    "the bias is a buffer": mistaken(
        "convolution",
        """
        class Conv2d(Conv2d):
            def __init__(self, *args, **kwargs):
                super().__init__(*args, **kwargs)
                if self.bias is not None:
                    self.register_buffer("bias", self._parameters.pop("bias").detach())
        """,
        "Conv2d:parameter:bias:buffer",
    ),
    "the bias is a copy made at construction": mistaken(
        "convolution",
        """
        class Conv2d(Conv2d):
            def __init__(self, *args, **kwargs):
                super().__init__(*args, **kwargs)
                self.kept = None if self.bias is None else self.bias.detach() + torch.rand(1)

            def forward(self, images):
                without = conv2d(images, self.weight, None, self.stride, self.padding)
                return without if self.kept is None else without + self.kept.reshape(-1, 1, 1)
        """,
        "Conv2d:answer:not_of_its_parameters",
    ),
    "axes moved, and all reversed": mistaken(
        "images",
        """
        def channels_first(pixels):
            return pixels[::-1, ::-1, ::-1].transpose(1, 2, 0)
        """,
        "channels_first:answer:order_201:reversed_012",
    ),
    "a square cut out of the corner": mistaken(
        "images",
        """
        def load_pixels(path, load=load_pixels):
            pixels = load(path)
            side = min(pixels.shape[:2])
            return pixels[-side:, -side:].copy()
        """,
        "load_pixels:answer:row_column:square_from_end",
    ),
    "upside down for some files only": mistaken(
        "images",
        """
        def load_pixels(path, load=load_pixels):
            with Image.open(path) as picture:
                is_grey = picture.mode in ("L", "LA")
            return load(path)[::-1].copy() if is_grey else load(path)
        """,
        "load_pixels:answer:row:reversed:where:the_file_is_grey",
    ),
    "the transparency of grey pictures read as grey": mistaken(
        "images",
        """
        def load_pixels(path, load=load_pixels):
            with Image.open(path) as picture:
                if picture.mode != "LA":
                    return load(path)
                alpha = np.array(picture)[:, :, -1]
            return np.dstack([alpha] * 3)
        """,
        "load_pixels:path:alpha_as_grey",
    ),
    "fewer axes made one than are asked for": mistaken(
        "pooling",
        """
        def flatten(images):
            return images.flatten(1, 2)
        """,
        "flatten:images_for_answer:channel_row:in_one_axis",
    ),
    "places of planes reckoned with a square": mistaken(
        "pooling",
        """
        def flatten(images):
            count, channels, height, width = images.shape
            flat = images.new_zeros(count, channels * height * width)
            for c in range(channels):
                for i in range(height):
                    for j in range(width):
                        flat[:, c * height * height + i * width + j] = images[:, c, i, j]
            return flat
        """,
        "flatten:images:put:rows_for_columns_in_the_step_of_channels",
    ),
    "the largest number so far is kept along a row": mistaken(
        "pooling",
        """
        def max_pool2d(images, kernel_size, stride=None, pool=max_pool2d):
            right = pool(images, kernel_size, stride)
            best, columns = None, []
            for column in right.unbind(3):
                best = column if best is None else torch.maximum(best, column)
                columns.append(best)
            return torch.stack(columns, 3)
        """,
        "max_pool2d:answer:column:largest_so_far",
    ),
    "a kernel of the right signs": mistaken(
        "patterns",
        """
        def checkerboard_kernel():
            return torch.tensor([[[[1.0, -2.0], [-3.0, 4.0]]]])
        """,
        "checkerboard_kernel:answer:sizes",
    ),
    "two known mistakes that act on each other": mistaken(
        "pooling",
        """
        def avg_pool2d(images, kernel_size, stride=None, pool=avg_pool2d):
            pool(images, kernel_size, stride)
            pairs = ((n, n) if isinstance(n, int) else n for n in (kernel_size, stride or 1))
            (high, wide), (down, right) = pairs
            rows = [
                [
                    images[:, :, i : i + high, j : j + wide].mean((2, 3))
                    for j in range(0, images.shape[3], right)
                ]
                for i in range(0, images.shape[2], down)
            ]
            return torch.stack([torch.stack(row, -1) for row in rows], -2)
        """,
        "avg_pool_moves_by_one_by_default",
        "avg_pool_starts_windows_everywhere",
    ),
    "channels reversed, and an axis put in front": mistaken(
        "convolution",
        """
        def conv2d(images, weight, bias=None, stride=1, padding=0, right=conv2d):
            return right(images, weight, bias, stride, padding).flip(1)[None]
        """,
        "conv2d:answer:axis_in_front",
        "conv2d:answer:channel:reversed",
    ),
    "the median of windows that have two in the middle": mistaken(
        "pooling",
        """
        def avg_pool2d(images, kernel_size, stride=None, right=avg_pool2d):
            right(images, kernel_size, stride)
            window = (kernel_size,) * 2 if isinstance(kernel_size, int) else kernel_size
            steps = window if stride is None else stride
            steps = (steps,) * 2 if isinstance(steps, int) else steps
            across = images.unfold(2, window[0], steps[0]).unfold(3, window[1], steps[1])
            return across.flatten(4).quantile(0.5, -1)
        """,
        "avg_pool2d:windows:made:median_of_two",
    ),
    "two mistakes of which the checks show one seldom": mistaken(
        "convolution",
        """
        def conv2d(images, weight, bias=None, stride=1, padding=0, right=conv2d):
            twice = None if bias is None else 2 * bias
            return right(images, weight.flip(-1), twice, stride, padding)
        """,
        "conv2d:weight:column:reversed",
        "conv2d:bias:times_2",
    ),
    "a known mistake, rounded afterwards": mistaken(
        "images",
        """
        def brightness(pixels, bright=brightness):
            low, high = pixels.min(), pixels.max()
            scale = max(int(high) - int(low), 1)
            return np.round((pixels - low) / scale, 1)
        """,
        "brightness_is_stretched",
        "brightness:answer:rounded_to_1",
    ),
}


@pytest.fixture(scope="module")
def named(course: Course, workbook_graders: GraderProcesses) -> dict[str, set[str]]:
    return names_said(CASES, course, workbook_graders)


@pytest.mark.slow(20)
@pytest.mark.torch
@pytest.mark.parametrize("name", CASES)
def test_it_is_named(named: dict[str, set[str]], name: str) -> None:
    assert named[name] == CASES[name].names


def evidence(mine: CallOutcome, right: CallOutcome, *args: object) -> Evidence:
    call = RecordedCall("f", args, {})
    return Evidence(0, call, mine, right, is_accepted=False, is_wrong=True)


def test_what_is_refused_now_and_then_by_accident_is_not_refused() -> None:
    right = CallOutcome(error=("ValueError", "Exception"))
    wrong = (
        evidence(CallOutcome(torch.ones(2)), right, 1),
        evidence(CallOutcome(error=("RuntimeError", "Exception")), right, 2),
    )

    names, sentence = refused_otherwise(CallGroup("f", refuses=True, evidence=wrong))

    assert names == ("f:does_not_refuse",)
    assert "a RuntimeError by accident" in sentence


def test_signs_are_told_apart_from_sizes() -> None:
    right = CallOutcome(torch.tensor([1.0, -2.0, 3.0]))

    def names_of(*numbers: float) -> tuple[str, ...]:
        mine = evidence(CallOutcome(torch.tensor(numbers)), right)
        return of_signs(CallGroup("f", refuses=False, evidence=(mine,)))[0]

    assert names_of(1.0, 2.0, 3.0) == ("f:answer:some_signs",)
    assert names_of(1.0, 5.0, 3.0) == ("f:answer:signs",)
    assert names_of(1.0, -5.0, 3.0) == ("f:answer:sizes",)


def test_what_is_carried_on_goes_from_one_row_to_the_next() -> None:
    maps = {each.name: each for each in of_running(("row", "column"))}
    numbers = torch.tensor([[1.0, 3.0], [2.0, 0.0]])

    def made(name: str) -> list[list[float]]:
        found: list[list[float]] = maps[name].change(numbers, {}).tolist()
        return found

    assert made("column:largest_so_far") == [[1.0, 3.0], [2.0, 2.0]]
    assert made("row_column:largest_so_far") == [[1.0, 3.0], [3.0, 3.0]]
    assert made("column_row:sum_so_far") == [[1.0, 6.0], [3.0, 6.0]]


def test_files_are_misread_and_stay_as_they_are(tmp_path: Path) -> None:
    maps = {each.name: each for each in of_files()}
    picture = Image.fromarray(np.array([[0, 1], [1, 0]], np.uint8)).convert("P")
    picture.putpalette([10, 20, 30, 40, 50, 60])
    path = tmp_path / "picture.png"
    picture.save(path)
    before = path.read_bytes()

    with Image.open(maps["palette_as_grey"].change(str(path), {})) as misread:
        assert np.array(misread.convert("RGB")).max() == 1
    assert path.read_bytes() == before
    assert maps["alpha_as_grey"].change(str(path), {}) == str(path)
