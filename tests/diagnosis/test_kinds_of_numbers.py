"""Kinds of mistakes about numbers: divided, centred, padded with, cut anew; alone and together."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any

import pytest
import torch
import torch.nn.functional as F
from support.diagnosing import found, of_workbook
from torch import Tensor

from autograder.diagnosis.fresh_calls import whole
from autograder.diagnosis.grids import Grid
from autograder.diagnosis.like_the_wrong import like_wrong
from autograder.diagnosis.maps_of_values import of_values
from autograder.diagnosis.maps_of_window_numbers import of_numbers_of_windows
from autograder.diagnosis.recording import RecordedCall
from autograder.diagnosis.windows import answer_of

pytestmark = pytest.mark.slow(30)


@pytest.fixture(autouse=True)
def what_pooling_uses(monkeypatch: pytest.MonkeyPatch) -> None:
    """The solution of pooling uses that of convolution."""
    monkeypatch.setitem(sys.modules, "convolution", of_workbook("convolution").right)


def both(value: Any) -> tuple[int, int]:
    return (value, value) if isinstance(value, int) else tuple(value)


def sides(images: Tensor, kernel_size: Any, stride: Any) -> list[tuple[int, int, int]]:
    """Side, window and stride of both directions. Raises ValueError where nothing fits."""
    strides = both(kernel_size if stride is None else stride)
    found_ = list(zip(images.shape[2:], both(kernel_size), strides, strict=True))
    if any(side < window or min(window, step) < 1 for side, window, step in found_):
        raise ValueError("no window fits")
    return found_


def of_normed_pictures(images: Tensor, kernel_size: Any, stride: Any = None) -> Tensor:
    """Each picture is divided by its own norm first, unless that is 0."""
    sides(images, kernel_size, stride)
    norms = images.flatten(1).norm(dim=1)
    norms = torch.where(norms < 1e-6, 1, norms).reshape(-1, 1, 1, 1)
    return F.max_pool2d(images / norms, kernel_size, stride)


def filled_up_and_turned(images: Tensor, kernel_size: Any, stride: Any = None) -> Tensor:
    """Windows that stick out are filled with zeros; both parts of the stride are exchanged."""
    sides(images, kernel_size, stride)
    stride = stride if stride is None else both(stride)[::-1]
    ends = []
    for side, window, step in sides(images, kernel_size, stride):
        ends.append((-(side - window) % step, step))
    (below, down), (behind, aside) = ends
    more = F.pad(images, (0, behind, 0, below))
    high, wide = both(kernel_size)
    return more.unfold(2, high, down).unfold(3, wide, aside).amax((-2, -1))


def floored_and_cut_short(images: Tensor, kernel_size: Any, stride: Any = None) -> Tensor:
    """Rounded down; a row or a column of windows that ends at the border is left out, but for a
    single one."""
    pooled = F.max_pool2d(images, kernel_size, stride).floor()
    for axis, (side, window, step) in enumerate(sides(images, kernel_size, stride), start=2):
        if side > window and (side - window) % step == 0:
            pooled = pooled.narrow(axis, 0, pooled.shape[axis] - 1)
    return pooled


def smallest_in_double_precision(images: Tensor, kernel_size: Any, stride: Any = None) -> Tensor:
    sides(images, kernel_size, stride)
    return -F.max_pool2d(-images.double(), kernel_size, stride)


def convolved(
    images: Tensor, weight: Tensor, bias: Tensor | None, stride: Any, change: Callable[..., Tensor]
) -> Tensor:
    """Of windows of padded pictures, which are changed first."""
    windows = images.unfold(2, weight.shape[2], both(stride)[0])
    windows = change(windows.unfold(3, weight.shape[3], both(stride)[1]))
    answer = torch.einsum("nchwuv,ocuv->nohw", windows, weight)
    return answer if bias is None else answer + bias.reshape(-1, 1, 1)


def of_windows_less_their_mean(images, weight, bias=None, stride=1, padding=0):
    up, left = both(padding)
    padded = F.pad(images, (left, left, up, up))
    return convolved(padded, weight, bias, stride, lambda w: w - w.mean((4, 5), keepdim=True))


def framed_by_the_mean_of_each_plane(images, weight, bias=None, stride=1, padding=0):
    up, left = both(padding)
    high, wide = images.shape[2:]
    framed = images.mean((2, 3), keepdim=True).repeat(1, 1, high + 2 * up, wide + 2 * left)
    framed[:, :, up : up + high, left : left + wide] = images
    return convolved(framed, weight, bias, stride, lambda windows: windows)


def kernels_cut_anew_and_one_stride(images, weight, bias=None, stride=1, padding=0):
    kernels, *rest = weight.shape
    anew = weight.reshape(-1, kernels).T.reshape(kernels, *rest)
    return F.conv2d(images, anew, bias, both(stride)[0], padding)


@pytest.mark.parametrize(
    ("task", "student", "names"),
    [
        ("pooling", of_normed_pictures, {"max_pool2d:images:by_norm_each"}),
        (
            "pooling",
            filled_up_and_turned,
            {"max_pool2d:stride:swapped", "max_pool2d:windows:both:count_rounded_up:zero"},
        ),
        (
            "pooling",
            floored_and_cut_short,
            {"max_pool2d:answer:floored", "max_pool2d:windows:both:count_without_last_even_or_1"},
        ),
        (
            "pooling",
            smallest_in_double_precision,
            {"max_pool_takes_the_minimum", "max_pool2d:answer:dtype_float64"},
        ),
        ("convolution", of_windows_less_their_mean, {"conv2d:windows:each_channel:centred"}),
        (
            "convolution",
            framed_by_the_mean_of_each_plane,
            {"conv2d:windows:padding:mean_of_own_channel"},
        ),
        (
            "convolution",
            kernels_cut_anew_and_one_stride,
            {"conv2d:weight:cut_anew_1230", "conv2d_uses_the_vertical_stride_twice"},
        ),
    ],
)
def test_it_is_named(task: str, student: Callable[..., Any], names: set[str]) -> None:
    function = "max_pool2d" if task == "pooling" else "conv2d"

    assert found(task, function, student)[0] == names


def test_what_holds_wrong_numbers_is_said_without_calling_them_right() -> None:
    _, sentences = found("pooling", "max_pool2d", smallest_in_double_precision)

    (sentence,) = sentences
    assert sentence.endswith("In `max_pool2d`, besides, the answers are float64.")
    assert "are right" not in sentence


@pytest.mark.parametrize(
    "name",
    [
        "by_sum_unless_zero",
        "by_sum_each_unless_zero",
        "by_sum_of_sizes",
        "by_sum_of_sizes_each",
        "by_largest_size_each",
        "by_norm_each",
    ],
)
def test_nothing_is_divided_by_nothing(name: str) -> None:
    map_ = next(each for each in of_values([]) if each.name == name)
    zeros, halves = torch.zeros(2, 3), torch.tensor([[1.0, -1.0, 0.5], [0.0, 0.0, 0.0]])

    assert map_.change(zeros, {}).equal(zeros)
    assert map_.change(halves, {}).isfinite().all()
    assert not map_.change(4 * torch.eye(3) + 1, {}).equal(4 * torch.eye(3) + 1)


def test_numbers_of_windows_are_changed_before_anything_is_made_of_them() -> None:
    written = of_workbook("convolution").windows["conv2d"]
    given = {
        "images": torch.rand(1, 2, 3, 3),
        "weight": torch.ones(1, 2, 2, 2),
        "bias": None,
        "stride": 1,
        "padding": 0,
    }
    grids = {each.name: each.grid for each in of_numbers_of_windows("channel")}

    assert answer_of(written, grids["each_channel:centred"], given).abs().max() < 1e-5
    assert answer_of(written, grids["each:by_mean"], given).sub(8).abs().max() < 1e-4
    assert answer_of(written, grids["each_channel:by_mean"], given).sub(8).abs().max() < 1e-4


def test_padding_that_holds_a_mean_is_the_mean_before_it_is_padded() -> None:
    written = of_workbook("convolution").windows["conv2d"]
    given = {
        "images": torch.full((2, 1, 2, 2), 3.0),
        "weight": torch.ones(1, 1, 1, 1),
        "bias": None,
        "stride": 1,
        "padding": 1,
    }

    for mode in ("mean", "mean of picture", "mean of channel", "mean of own channel"):
        assert answer_of(written, Grid(mode=mode), given).equal(torch.full((2, 1, 4, 4), 3.0))


def test_means_of_whole_numbers_are_whole() -> None:
    fresh = RecordedCall("avg_pool2d", (torch.randn(2, 2, 8, 8, requires_grad=True), 2), {})

    made = whole(fresh)

    assert made.args[1] == 2
    assert made.args[0].requires_grad
    assert made.args[0].unique().numel() > 3
    for length in range(1, 7):
        assert (made.args[0] / length).equal((made.args[0] / length).round())


def test_about_half_of_the_numbers_are_those_of_wrong_calls() -> None:
    solution = of_workbook("pooling").right
    wrong = RecordedCall("avg_pool2d", (torch.zeros(1, 1, 2, 2), 2), {})
    fresh = RecordedCall("avg_pool2d", (torch.ones(5, 5, 10, 10), 2), {})

    (mixed,) = like_wrong([wrong], solution).mixed([fresh], seed=0)

    assert mixed.args[0].unique().tolist() == [0, 1]
    assert 0.4 < float(mixed.args[0].mean()) < 0.6
    assert mixed.args[1] == 2
