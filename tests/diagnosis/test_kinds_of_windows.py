"""Kinds of mistakes about windows, each made on a function with code that knows no grids."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from typing import Any

import pytest
import torch
from support.diagnosing import found, of_workbook
from torch import Tensor

from autograder.diagnosis.grids import Grid
from autograder.diagnosis.maps_of_windows import NamedGrid, of_windows
from autograder.diagnosis.windows import answer_of, places_of
from autograder.diagnosis.windows_counted_wrongly import COUNTS, NEVER_MORE

Starts = Callable[[int, int, int], list[int]]  # of a side, a window and a stride


def both(value: Any) -> tuple[int, int]:
    return (value, value) if isinstance(value, int) else tuple(value)


def settings(images: Tensor, kernel_size: Any, stride: Any) -> list[tuple[int, int, int]]:
    """Side, window and stride of both directions. Raises ValueError where nothing fits."""
    strides = both(kernel_size if stride is None else stride)
    found_ = list(zip(images.shape[2:], both(kernel_size), strides, strict=True))
    if any(side < window or min(window, step) < 1 for side, window, step in found_):
        raise ValueError("no window fits")
    return found_


def whole(side: int, window: int, step: int) -> list[int]:
    return list(range(0, side - window + 1, step))


def largest_of(images: Tensor, rows: list[list[int]], columns: list[list[int]]) -> Tensor:
    """The largest number of each window, of which all rows and columns are listed."""
    lines = [
        torch.stack([images[:, :, row][..., column].amax((2, 3)) for column in columns], -1)
        for row in rows
    ]
    return torch.stack(lines, -2)


def pooling(pixels: Callable[[int, int, int], list[list[int]]]) -> Callable[..., Tensor]:
    """`max_pool2d`, whose windows have these pixels along a side."""

    def max_pool2d(images: Tensor, kernel_size: Any, stride: Any = None) -> Tensor:
        rows, columns = (pixels(*each) for each in settings(images, kernel_size, stride))
        return largest_of(images, rows, columns)

    return max_pool2d


def around_a_centre(side: int, window: int, step: int) -> list[list[int]]:
    radius = window // 2
    centres = range(radius, side - radius, step)
    return [list(range(centre - radius, centre - radius + window)) for centre in centres]


def dilated(side: int, window: int, step: int) -> list[list[int]]:
    starts = range(side - (window - 1) * step)
    return [list(range(start, start + (window - 1) * step + 1, step)) for start in starts]


def moved_inside(side: int, window: int, step: int) -> list[list[int]]:
    starts = whole(side, window, step)
    if starts[-1] + window < side:
        starts.append(side - window)
    return [list(range(start, start + window)) for start in starts]


def flat_pool(images: Tensor, kernel_size: Any, stride: Any = None) -> Tensor:
    """Pixels are looked up in one row of numbers, as if a picture were a square."""
    vertical, horizontal = settings(images, kernel_size, stride)
    high, wide = images.shape[2:]
    rows, columns = (torch.tensor(whole(*each)) for each in (vertical, horizontal))
    row = rows[:, None, None, None] + torch.arange(vertical[1])[:, None]
    column = columns[:, None, None] + torch.arange(horizontal[1])
    places = (row * high + column).clamp(max=high * wide - 1)
    return images.flatten(2)[:, :, places].amax((-2, -1))


def without_last_row(images: Tensor, kernel_size: Any, stride: Any = None) -> Tensor:
    """The mean of each window, whose last row is not added up."""
    (_, high, down), (_, wide, right) = settings(images, kernel_size, stride)
    windows = images.unfold(2, high, down).unfold(3, wide, right)
    return windows[..., :-1, :].sum((-2, -1)) / (high * wide)


def around_even(size: int, kernel_size: int, stride: int = 1, padding: int = 0) -> int:
    if size + 2 * padding < kernel_size or min(kernel_size, stride) < 1 or padding < 0:
        raise ValueError("no window fits")
    radius = kernel_size // 2
    return len(range(radius, size + 2 * padding - radius, stride))


def padded_once_after(size: int, kernel_size: int, stride: int = 1, padding: int = 0) -> int:
    if size + 2 * padding < kernel_size or min(kernel_size, stride) < 1 or padding < 0:
        raise ValueError("no window fits")
    return (size - kernel_size) // stride + 1 + padding


CASES: Mapping[str, tuple[str, str, Callable[..., Any], str]] = {
    "a radius on both sides of a centre": (
        "pooling",
        "max_pool2d",
        pooling(around_a_centre),
        "max_pool2d:windows:both:count_even_as_odd",
    ),
    "a stride between the pixels of windows": (
        "pooling",
        "max_pool2d",
        pooling(dilated),
        "max_pool2d:windows:both:stride_inside_windows",
    ),
    "a last window that is moved back": (
        "pooling",
        "max_pool2d",
        pooling(moved_inside),
        "max_pool2d:windows:both:moved_inside",
    ),
    "places in memory cut off at the last": (
        "pooling",
        "max_pool2d",
        flat_pool,
        "max_pool2d:windows:pitch_height_at_most_last",
    ),
    "a last row that is not added up": (
        "pooling",
        "avg_pool2d",
        without_last_row,
        "avg_pool2d:windows:last_row_zero",
    ),
    "a side that has too few places for an even window": (
        "convolution",
        "output_size",
        around_even,
        "output_size:size:even_as_odd",
    ),
    "a padding that is added once, after dividing": (
        "convolution",
        "output_size",
        padded_once_after,
        "output_size:size:padding_once_after_dividing",
    ),
}


@pytest.mark.slow(20)
@pytest.mark.parametrize("name", CASES)
def test_it_is_named(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    # The solution of pooling uses that of convolution.
    monkeypatch.setitem(sys.modules, "convolution", of_workbook("convolution").right)
    task, function, student, expected = CASES[name]

    names, _ = found(task, function, student)

    assert names == {expected}


@pytest.fixture(scope="module")
def grids() -> Mapping[str, NamedGrid]:
    return {grid.name: grid for grid in of_windows(("row", "column"))}


SUM = (
    "images",
    lambda window, stride: (window, stride, 0),
    lambda windows: windows.nan_to_num(0.0).sum((-2, -1)),
)


def summed(grid: Grid, **asked: Any) -> list[Any]:
    images = torch.arange(10.0).reshape(1, 1, 2, 5)
    answer: list[Any] = answer_of(SUM, grid, {"images": images, **asked})[0, 0].tolist()
    return answer


def test_a_last_window_is_moved_back_or_left_out_where_none_starts(
    grids: Mapping[str, NamedGrid],
) -> None:
    always, started = (grids[f"columns:moved_inside{rest}"].grid for rest in ("", "_if_it_starts"))

    assert summed(always, window=(2, 2), stride=(1, 2)) == [[12.0, 20.0, 24.0]]
    assert summed(started, window=(2, 2), stride=(1, 2)) == [[12.0, 20.0, 24.0]]
    assert summed(always, window=(2, 2), stride=(1, 5)) == [[12.0, 24.0]]
    assert summed(started, window=(2, 2), stride=(1, 5)) == [[12.0]]


def test_counts_that_are_never_more_than_the_right_one_are_not(
    grids: Mapping[str, NamedGrid],
) -> None:
    """What is read beyond the border is not asked of them: nothing is."""
    names = {name for name, _, _ in COUNTS}
    images = torch.zeros(1, 1, 7, 9)

    assert names >= {*NEVER_MORE}
    for name in NEVER_MORE:
        assert not [each for each in grids if each.startswith(f"both:count_{name}:")]
        for window in ((1, 1), (2, 3), (3, 2), (7, 9), (4, 4)):
            for stride in ((1, 1), (2, 1), (3, 4), (9, 9)):
                asked = {"images": images, "window": window, "stride": stride}
                places = places_of(SUM, grids[f"both:count_{name}"].grid, asked)
                right = places_of(SUM, Grid(), asked)
                assert places is not None
                assert right is not None
                assert all(mine <= true for mine, true in zip(places, right, strict=True))
