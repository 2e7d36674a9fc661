"""Parameters that have all of their numbers, but another shape."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
import torch
from support.mistaken import Mistaken, mistaken, names_said
from torch import Tensor, nn

from autograder.course.model import Course
from autograder.diagnosis.reshaped_parameters import of_shapes
from autograder.grading.batch import GraderProcesses

CASES: Mapping[str, Mistaken] = {
    "a weight with one row for each kernel": mistaken(
        "convolution",
        """
        class Conv2d(torch.nn.Module):
            def __init__(self, ins, outs, kernel_size, stride=1, padding=0, bias=True):
                super().__init__()
                high, wide = kernel_size if isinstance(kernel_size, tuple) else [kernel_size] * 2
                self.sides, self.stride, self.padding = (ins, high, wide), stride, padding
                self.weight = torch.nn.Parameter(torch.randn(outs, ins * high * wide))
                self.bias = torch.nn.Parameter(torch.randn(outs)) if bias else None

            def forward(self, images):
                weight = self.weight.reshape(-1, *self.sides)
                return conv2d(images, weight, self.bias, self.stride, self.padding)
        """,
        "Conv2d:parameter:weight:of_another_shape",
    ),
}


@pytest.mark.slow(20)
@pytest.mark.torch
def test_it_is_named(course: Course, workbook_graders: GraderProcesses) -> None:
    assert names_said(CASES, course, workbook_graders) == {
        name: case.names for name, case in CASES.items()
    }


class Scaled(nn.Module):
    """Multiplies by a table of numbers."""

    def __init__(self, rows: int, columns: int) -> None:
        super().__init__()
        self.factors = nn.Parameter(torch.arange(1.0 * rows * columns).reshape(rows, columns))

    def forward(self, numbers: Tensor) -> Tensor:
        return numbers @ self.factors


def states(
    *shapes: tuple[tuple[int, ...], tuple[int, ...]],
) -> list[tuple[dict[str, object], dict[str, object]]]:
    return [({"factors": (mine, "f")}, {"factors": (right, "f")}) for mine, right in shapes]


@pytest.mark.parametrize(
    ("shapes", "words", "made"),
    [
        ([((1, 2, 3), (2, 3)), ((1, 4, 2), (4, 2))], "3 axes where 2 are asked for", (1, 2, 3)),
        ([((2, 3, 1), (2, 3))], "3 axes where 2 are asked for", (2, 3, 1)),
        ([((6,), (2, 3))], "1 axis where 2 are asked for", (6,)),
        ([((3, 2), (2, 3)), ((4, 4), (4, 4))], "its axes stand in another order", (3, 2)),
    ],
)
def test_a_layer_that_keeps_it_so_reckons_rightly(
    shapes: list[tuple[tuple[int, ...], tuple[int, ...]]], words: str, made: tuple[int, ...]
) -> None:
    ((name, mistake),) = of_shapes("Scaled", states(*shapes))
    numbers = torch.tensor([[1.0, -2.0]])

    layer = mistake.wrong(Scaled)(2, 3)
    layer(numbers).sum().backward()

    assert name == "Scaled:parameter:factors:of_another_shape"
    assert words in mistake.sentence
    assert layer.factors.shape == made
    assert torch.equal(layer(numbers), Scaled(2, 3)(numbers))
    assert layer.factors.grad.shape == made


@pytest.mark.parametrize(
    "shapes",
    [
        [((2, 3), (2, 3))],
        [((2, 4), (2, 3))],
        [((1, 2, 3), (2, 3)), ((4, 2), (4, 2))],
        [((1, 2, 3), (2, 3)), ((4, 2, 1), (4, 2))],
    ],
)
def test_what_one_change_of_axes_does_not_explain_has_no_name(
    shapes: list[tuple[tuple[int, ...], tuple[int, ...]]],
) -> None:
    assert not dict(of_shapes("Scaled", states(*shapes)))
