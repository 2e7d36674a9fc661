"""Mistakes that real students made and that once had no name: each has one now."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pytest
import torch
import torch.nn.functional as F
from PIL import Image
from support.diagnosing import found
from support.paths import PROJECT
from torch import Tensor

from autograder.course.load import load_course
from autograder.text.axes import axes_named

pytestmark = pytest.mark.slow(30)


def pair(value: Any) -> tuple[int, int]:
    return (value, value) if isinstance(value, int) else tuple(value)


def padded(images: Tensor, padding: Any) -> Tensor:
    up, left = pair(padding)
    return F.pad(images, (left, left, up, up))


def summed(windows: Tensor, weight: Tensor, bias: Tensor | None) -> Tensor:
    answer = torch.einsum("nchwuv,ocuv->nohw", windows, weight)
    return answer if bias is None else answer + bias.reshape(-1, 1, 1)


def cut(images: Tensor, window: Any, stride: Any) -> Tensor:
    (high, wide), (down, right) = pair(window), pair(stride)
    if high > images.shape[2] or wide > images.shape[3]:
        raise ValueError("no window fits")
    return images.unfold(2, high, down).unfold(3, wide, right)


def window_read_by_columns(images, weight, bias=None, stride=1, padding=0):
    windows = cut(padded(images, padding), weight.shape[2:], stride)
    flat = windows.transpose(-1, -2).reshape(windows.shape)
    return summed(flat, weight, bias)


def pads_by_one_always(images, weight, bias=None, stride=1, padding=0):
    right = summed(cut(padded(images, padding), weight.shape[2:], stride), weight, bias)
    answer = torch.zeros_like(right)
    (down, aside), (high, wide), by_one = pair(stride), weight.shape[2:], padded(images, 1)
    for i in range(right.shape[2]):
        for j in range(right.shape[3]):
            patch = by_one[:, :, i * down : i * down + high, j * aside : j * aside + wide]
            answer[:, :, i, j] = torch.einsum("ncuv,ocuv->no", patch, weight)
    return answer if bias is None else answer + bias.reshape(-1, 1, 1)


def ends_at_the_unpadded_border(images, weight, bias=None, stride=1, padding=0):
    right = summed(cut(padded(images, padding), weight.shape[2:], stride), weight, bias)
    answer = torch.zeros_like(right)
    (down, aside), (high, wide), more = pair(stride), weight.shape[2:], padded(images, padding)
    for i, y in enumerate(range(0, images.shape[2] - high + 1, down)):
        for j, x in enumerate(range(0, images.shape[3] - wide + 1, aside)):
            patch = more[:, :, y : y + high, x : x + wide]
            answer[:, :, i, j] = torch.einsum("ncuv,ocuv->no", patch, weight)
    return answer if bias is None else answer + bias.reshape(-1, 1, 1)


def one_picture_for_all(images, weight, bias=None, stride=1, padding=0):
    answer = summed(cut(padded(images, padding), weight.shape[2:], stride), weight, bias)
    return answer[:1].expand_as(answer).clone()


def size_rounded(images, weight, bias=None, stride=1, padding=0):
    more, (high, wide), (down, right) = padded(images, padding), weight.shape[2:], pair(stride)
    rows = round(1 + (more.shape[2] - high) / down)
    columns = round(1 + (more.shape[3] - wide) / right)
    answer = images.new_zeros(len(images), len(weight), rows, columns)
    for i in range(rows):
        for j in range(columns):
            patch = more[:, :, i * down : i * down + high, j * right : j * right + wide]
            answer[:, :, i, j] = torch.einsum("ncuv,ocuv->no", patch, weight)
    return answer if bias is None else answer + bias.reshape(-1, 1, 1)


def im2col_numbered_by_the_height(images, weight, bias=None, stride=1, padding=0):
    windows = cut(padded(images, padding), weight.shape[2:], stride)
    count, _, rows, columns = windows.shape[:4]
    lines = windows.permute(0, 2, 3, 1, 4, 5).reshape(count, rows * columns, -1)
    answer = lines @ weight.reshape(len(weight), -1).T
    places = torch.arange(rows)[:, None] * rows + torch.arange(columns)
    answer = answer[:, places].permute(0, 3, 1, 2)
    return answer if bias is None else answer + bias.reshape(-1, 1, 1)


def refuses_only_where_neither_comes_out_even(images, weight, bias=None, stride=1, padding=0):
    more = padded(images, padding)
    rests = [
        (side - length) % step
        for side, length, step in zip(more.shape[2:], weight.shape[2:], pair(stride), strict=True)
    ]
    if all(rests):
        raise ValueError("the windows do not come out even")
    return summed(cut(more, weight.shape[2:], stride), weight, bias)


def numbers_put_down_by_columns(images, kernel_size, stride=None):
    answer = cut(images, kernel_size, kernel_size if stride is None else stride).amax((-2, -1))
    return answer.transpose(-1, -2).reshape(answer.shape)


def columns_counted_with_the_height(images, kernel_size, stride=None):
    (high, wide), (down, right) = pair(kernel_size), pair(stride or kernel_size)
    rows = (images.shape[2] - high) // down + 1
    columns = (images.shape[3] - high) // right + 1
    answer = images.new_zeros(*images.shape[:2], rows, columns)
    for i in range(rows):
        for j in range(columns):
            patch = images[:, :, i * down : i * down + high, j * right : j * right + wide]
            answer[:, :, i, j] = patch.amax((-2, -1))
    return answer


def window_turned(images, kernel_size, stride=None):
    (high, wide), (down, right) = pair(kernel_size), pair(stride or kernel_size)
    rows = (images.shape[2] - high) // down + 1
    columns = (images.shape[3] - wide) // right + 1
    answer = images.new_zeros(*images.shape[:2], rows, columns)
    for i in range(rows):
        for j in range(columns):
            patch = images[:, :, i * down : i * down + wide, j * right : j * right + high]
            answer[:, :, i, j] = patch.amax((-2, -1))
    return answer


def pooled_size_rounded(images, kernel_size, stride=None):
    (high, wide), (down, right) = pair(kernel_size), pair(stride or kernel_size)
    rows = round(1 + (images.shape[2] - high) / down)
    columns = round(1 + (images.shape[3] - wide) / right)
    answer = images.new_zeros(*images.shape[:2], rows, columns)
    for i in range(rows):
        for j in range(columns):
            patch = images[:, :, i * down : i * down + high, j * right : j * right + wide]
            answer[:, :, i, j] = patch.amax((-2, -1))
    return answer


def alpha_kept_for_rgba(path):
    with Image.open(path) as picture:
        return np.array(picture if picture.mode == "RGBA" else picture.convert("RGB"))


def blue_lost_for_rgb(path):
    with Image.open(path) as picture:
        pixels = np.array(picture.convert("RGB"))
        return pixels[:, :, :2] if picture.mode == "RGB" else pixels


def one_channel_of_grey(path):
    with Image.open(path) as picture:
        pixels = np.array(picture.convert("RGB"))
        return pixels[:, :, :1] if picture.mode == "L" else pixels


@pytest.mark.parametrize(
    ("task", "function", "student", "named"),
    [
        (
            "convolution",
            "conv2d",
            window_read_by_columns,
            "conv2d:weight:row_column:cut_in_other_order",
        ),
        ("convolution", "conv2d", pads_by_one_always, "conv2d_pads_by_one_but_counts_right"),
        (
            "convolution",
            "conv2d",
            ends_at_the_unpadded_border,
            "conv2d:windows:both:count_unpadded_empty_left",
        ),
        ("convolution", "conv2d", one_picture_for_all, "conv2d_sees_the_first_picture_only"),
        ("convolution", "conv2d", size_rounded, "conv2d_rounds_after_adding_one"),
        (
            "convolution",
            "conv2d",
            im2col_numbered_by_the_height,
            "conv2d:windows:numbered_by_height",
        ),
        (
            "convolution",
            "conv2d",
            refuses_only_where_neither_comes_out_even,
            "conv2d:fails_unless:a_window_ends_exactly",
        ),
        (
            "pooling",
            "max_pool2d",
            numbers_put_down_by_columns,
            "max_pool2d:answer:row_column:other_order",
        ),
        (
            "pooling",
            "max_pool2d",
            columns_counted_with_the_height,
            "max_pool2d:windows:columns:count_other_window",
        ),
        ("pooling", "max_pool2d", window_turned, "max_pool_cuts_turned_windows"),
        ("pooling", "max_pool2d", pooled_size_rounded, "max_pool_rounds_after_adding_one"),
        ("images", "load_pixels", alpha_kept_for_rgba, "pixels_keep_the_transparency_of_rgba"),
        ("images", "load_pixels", blue_lost_for_rgb, "pixels_lose_blue_of_rgb"),
        (
            "images",
            "load_pixels",
            one_channel_of_grey,
            "load_pixels:answer:channel:only_first:where",
        ),
    ],
)
def test_what_had_no_name_has_one(
    monkeypatch: pytest.MonkeyPatch,
    task: str,
    function: str,
    student: Callable[..., Any],
    named: str,
) -> None:
    monkeypatch.syspath_prepend(PROJECT / "solutions" / "workbook")  # one imports another
    names, sentences = found(task, function, student)

    assert any(name.startswith(named) for name in names), (names, sentences)


@pytest.fixture(autouse=True)
def the_courses_words() -> Iterator[None]:
    with axes_named(load_course(PROJECT).axes):
        yield
