"""Kinds of mistakes that strangers have made, each here as somebody else would make it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
import torch
from support.diagnosing import found
from support.mistaken import Mistaken, judged, mistaken, names_in
from torch import Tensor

from autograder.course.model import Course
from autograder.diagnosis.maps_of_shape import of_order
from autograder.diagnosis.maps_of_windows import sizes
from autograder.grading.batch import GraderProcesses
from autograder.results import TaskResult

CASES: Mapping[str, Mistaken] = {
    "a product's numbers, cut in another order": mistaken(
        "convolution",
        """
        def conv2d(images, weight, bias=None, stride=1, padding=0, right=conv2d):
            answer = right(images, weight, bias, stride, padding)
            count, channels, rows, columns = answer.shape
            product = answer.permute(0, 2, 3, 1)
            return product.reshape(channels, count, rows, columns).transpose(0, 1)
        """,
        "conv2d:answer:came_0231_taken_1023",
    ),
    "an answer kept for all calls with an answer as large": mistaken(
        "pooling",
        """
        def max_pool2d(images, kernel_size, stride=None, pool=max_pool2d, kept={}):
            answer = pool(images, kernel_size, stride)
            return kept.setdefault(tuple(answer.shape), answer)
        """,
        "max_pool2d:answer:kept_from_before",
    ),
    "upside down where the checks look seldom": mistaken(
        "images",
        """
        def load_pixels(path, load=load_pixels):
            with Image.open(path) as picture:
                is_grey = picture.mode == "L"
            return load(path)[::-1].copy() if is_grey else load(path)
        """,
        "load_pixels:answer:row:reversed:where:the_file_is_grey_without_transparency",
    ),
    "padding added twice, and rounded up": mistaken(
        "convolution",
        """
        def output_size(size, kernel_size, stride=1, padding=0, right=output_size):
            right(size, kernel_size, stride, padding)
            return -(-(size + 4 * padding - kernel_size) // stride) + 1
        """,
        "output_size:padding:times_2",
        "size_rounds_up",
    ),
    "a short cut that forgets all settings": mistaken(
        "convolution",
        """
        def conv2d(images, weight, bias=None, stride=1, padding=0, right=conv2d):
            answer = right(images, weight, bias, stride, padding)
            return right(images, weight, bias) if images.shape[1] == 1 else answer
        """,
        "conv2d:stride_and_padding:ignored:where:images_has_a_single_channel",
    ),
    "places reckoned with another side, and left out beyond the end": mistaken(
        "patterns",
        """
        def flatten_pattern(pattern):
            rows, columns = pattern.shape
            flat = torch.zeros(rows * columns, dtype=pattern.dtype)
            for i in range(rows):
                for j in range(columns):
                    if i * rows + j < rows * columns:
                        flat[i * rows + j] = pattern[i, j]
            return flat
        """,
        "flatten_pattern:pattern:put_inside:rows_for_columns_in_the_step_of_rows",
    ),
    "a layer that takes its bias for numbers": mistaken(
        "convolution",
        """
        class Conv2d(Conv2d):
            def forward(self, images):
                bias = None if self.bias is None else torch.tensor(self.bias.tolist())
                return conv2d(images, self.weight, bias, self.stride, self.padding)
        """,
        "Conv2d:parameter:bias:no_gradient",
    ),
    "two mistakes in what another function uses": mistaken(
        "images",
        """
        def channels_first(pixels):
            return np.stack([pixels[::-1, :, each] for each in range(3)])
        """,
        "channels_are_always_three",
        "channels_first:answer:row:reversed",
    ),
    "the last window left out but for a single one": mistaken(
        "pooling",
        """
        def max_pool2d(images, kernel_size, stride=None, pool=max_pool2d):
            answer = pool(images, kernel_size, stride)
            return answer[..., : max(1, answer.shape[3] - 1)]
        """,
        "max_pool2d:windows:columns:count_one_less_or_1",
    ),
    "a kernel without its history": mistaken(
        "convolution",
        """
        def conv2d(images, weight, bias=None, stride=1, padding=0, right=conv2d):
            return right(images, weight.data, bias, stride, padding)
        """,
        "conv2d:weight:no_gradient",
    ),
    "a way back that forgets one of the windows": mistaken(
        "pooling",
        """
        class Mean(torch.autograd.Function):
            @staticmethod
            def forward(ctx, images, kernel_size, stride, right=avg_pool2d):
                with torch.enable_grad():
                    ctx.images = images.detach().requires_grad_()
                    ctx.answer = right(ctx.images, kernel_size, stride)
                return ctx.answer.detach()

            @staticmethod
            def backward(ctx, gradient):
                forgetful = gradient.clone()
                forgetful[..., -1, -1] = 0
                return torch.autograd.grad(ctx.answer, ctx.images, forgetful)[0], None, None


        def avg_pool2d(images, kernel_size, stride=None):
            return Mean.apply(images, kernel_size, stride)
        """,
        "avg_pool2d:images:wrong_gradient",
    ),
    "single precision on the way": mistaken(
        "convolution",
        """
        def conv2d(images, weight, bias=None, stride=1, padding=0, right=conv2d):
            bias = None if bias is None else bias.float()
            answer = right(images.float(), weight.float(), bias, stride, padding)
            return answer.to(images.dtype)
        """,
        "conv2d:answer:less_exact",
    ),
    "windows in front, cut into the shape that was asked for": mistaken(
        "convolution",
        """
        def sliding_windows(images, kernel_size, stride=1, right=sliding_windows):
            answer = right(images, kernel_size, stride)
            return answer.permute(2, 3, 0, 1, 4, 5).reshape(answer.shape)
        """,
        "sliding_windows:answer:reshaped_230145",
    ),
    "a kernel that is turned, and a bias without its history": mistaken(
        "convolution",
        """
        def conv2d(images, weight, bias=None, stride=1, padding=0, right=conv2d):
            bias = None if bias is None else bias.detach()
            return right(images, weight.flip((2, 3)), bias, stride, padding)
        """,
        "flips_the_kernel",
        "conv2d:bias:no_gradient",
    ),
    "two mistakes of its own, of which another function could have made one": mistaken(
        "images",
        """
        def load_image(path):
            return torch.from_numpy(channels_first(load_pixels(path))).float()[..., None]
        """,
        "image_has_its_batch_last",
        "image_is_not_scaled",
    ),
    "division before subtraction": mistaken(
        "convolution",
        """
        def output_size(size, kernel_size, stride=1, padding=0, right=output_size):
            right(size, kernel_size, stride, padding)
            return size + 2 * padding - kernel_size // stride + 1
        """,
        "size_divides_the_kernel_only",
    ),
}


@pytest.fixture(scope="module")
def tasks(course: Course, workbook_graders: GraderProcesses) -> dict[str, TaskResult]:
    return judged(CASES, course, workbook_graders)


@pytest.mark.slow(20)
@pytest.mark.torch
@pytest.mark.parametrize("name", CASES)
def test_it_is_named(tasks: dict[str, TaskResult], name: str) -> None:
    assert names_in(tasks[name]) == CASES[name].names


def test_of_two_mistakes_each_is_found_where_the_other_has_no_effect() -> None:
    def convolved(
        images: Tensor, weight: Tensor, bias: Tensor | None = None, **settings: Any
    ) -> Tensor:
        """The kernel is upside down, and the bias is added three times."""
        thrice = None if bias is None else 3 * bias
        return torch.nn.functional.conv2d(images, weight.flip(2), thrice, **settings)

    names, _ = found("convolution", "conv2d", convolved)

    assert names == {"conv2d:weight:row:reversed", "conv2d:bias:times_3"}


def test_numbers_that_came_in_one_order_are_cut_in_another() -> None:
    maps = {each.name: each for each in of_order(("picture", "channel", "row"))}
    numbers = torch.arange(12).reshape(2, 3, 2)

    taken = maps["came_102_taken_210"].change(numbers, {})

    assert taken.shape == numbers.shape
    assert taken.permute(2, 1, 0).flatten().tolist() == numbers.permute(1, 0, 2).flatten().tolist()


@pytest.mark.slow(20)
@pytest.mark.torch
def test_where_a_layer_gets_gradients_is_not_where_it_is_right(
    tasks: dict[str, TaskResult],
) -> None:
    """The check asks for gradients with one stride: that says nothing of other strides."""
    said = {each.diagnosis for each in tasks["a kernel without its history"].checks}

    assert any("no gradient flows back to `weight`" in each for each in said)
    assert not any("is right whenever" in each for each in said)


def test_each_number_of_windows_along_a_side_has_words_of_its_own() -> None:
    words = [words for _, words, _ in sizes()]

    # There are two ways to round, which differ at halves only.
    assert all("nearest whole number" in each for each in words if words.count(each) > 1)
    assert not [each for each in words if "{" in each]
