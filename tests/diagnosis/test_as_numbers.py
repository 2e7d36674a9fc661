"""Right numbers stay right in whatever holds them, and no finding about numbers is made of them."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pytest
import torch
from support.modules import graded_modules

from autograder.course.model import Course
from autograder.diagnosis import as_numbers
from autograder.grading.batch import GraderProcesses
from autograder.results import Report
from autograder.verification.reference_submissions import solution

pytestmark = pytest.mark.slow(30)

TRUTH = torch.tensor([[0.1, -2.0], [3.25, 1e3]])


@pytest.mark.parametrize(
    "mine",
    [
        TRUTH.clone(),
        TRUTH.double(),
        TRUTH.half(),
        TRUTH.bfloat16(),
        TRUTH.numpy(),
        TRUTH.numpy().astype(np.float64),
        TRUTH.tolist(),
        [*TRUTH],
        tuple(row.numpy() for row in TRUTH),
        TRUTH.clone().requires_grad_(),
    ],
)
def test_the_same_numbers_in_another_holder(mine):
    assert as_numbers.same(mine, TRUTH)
    assert as_numbers.same(mine, TRUTH.double())
    assert not as_numbers.same(mine, TRUTH * 1.1)
    assert not as_numbers.same(mine, TRUTH.mT)
    assert not as_numbers.same(mine, TRUTH[None])


@pytest.mark.parametrize(
    ("mine", "right", "is_same"),
    [
        (935.0, 935, True),
        (torch.tensor(935), 935, True),
        (np.int64(935), 935, True),
        (934.5, 935, False),
        (torch.tensor([[1, -1]]), torch.tensor([[1.0, -1.0]]), True),
        (torch.tensor([[1, 0]]), torch.tensor([[1.0, 0.5]]), False),
        (torch.tensor([float("nan"), 1]), torch.tensor([float("nan"), 1.0]), True),
        (torch.tensor([float("inf")]), torch.tensor([1e30]), False),
        (torch.tensor([1.0]), torch.tensor([float("inf")]), False),
        ([[1.0], [2.0, 3.0]], torch.ones(2, 2), False),
        ([], torch.ones(0), False),
        (None, torch.ones(1), False),
        ("1", 1, False),
    ],
)
def test_single_numbers_whole_ones_and_what_is_none(mine, right, is_same):
    assert as_numbers.same(mine, right) == is_same


WRAPPED = """

def _changed(right, after, before=lambda argument: None):
    import functools

    @functools.wraps(right)
    def function(*args, **kwargs):
        answer = after(right(*args, **kwargs))
        before(*args[:1])
        return answer

    return function


def _write(argument):
    with torch.no_grad():
        argument.add_(1)


"""
# What is wrong besides the numbers: task, function, and what becomes of its answer.
BESIDES = [
    ("patterns", "checkerboard_kernel", "lambda a: a.numpy()"),
    ("patterns", "checkerboard_kernel", "lambda a: a.double()"),
    ("patterns", "checkerboard_kernel", "lambda a: a.long()"),
    ("patterns", "flatten_pattern", "lambda a: a.tolist()"),
    ("patterns", "flatten_pattern", "lambda a: a.clone(), _write"),
    ("images", "load_image", "lambda a: a.double()"),
    ("images", "brightness", "lambda a: a.astype('float16')"),
    ("convolution", "sliding_windows", "lambda a: a.numpy()"),
    ("convolution", "conv2d", "lambda a: a.double()"),
    ("convolution", "conv2d", "lambda a: a.detach()"),
    ("convolution", "conv2d", "lambda a: a.clone(), _write"),
    ("convolution", "output_size", "float"),
    ("pooling", "max_pool2d", "lambda a: a.detach().numpy()"),
    ("pooling", "avg_pool2d", "lambda a: a.bfloat16()"),
    ("pooling", "flatten", "lambda a: a.double()"),
]
# What is only true of wrong numbers.
ABOUT_NUMBERS = (
    "exchanged", "one factor", "wrong sign", "off by", "shifted", "at its border", "lacks an axis",
    "one too many", "one too few", "only the first", "first number is wrong", "size of the result",
    "others are wrong", "others beside it", "wrong wherever `", "single picture", "single channel",
)  # fmt: skip

# What mistakes may be named.
NAMED = ("_gradient", "float32", "double_precision", "writes", "changes_its_arguments")
# And what an answer may be said to have become, by the end of `change`.
BECAME = {
    "a.tolist()": "list",
    "a.numpy()": "array",
    "a.detach().numpy()": "array",
    "a.double()": "dtype_float64",
    "a.astype('float16')": "dtype_float16",
    "a.long()": "dtype_int64",
    "float": "float",
}


@pytest.fixture(scope="module")
def reports(course: Course, workbook_graders: GraderProcesses) -> Mapping[str, Report]:
    """The solution with right numbers, and something else amiss."""
    files = solution(course, course.assignments["workbook"]).files
    modules = {}
    for task, function, change in BESIDES:
        source = files[f"{task}.py"].decode()
        imports = "" if "import torch" in source else "import torch\n"
        wrong = f"{imports}{source}{WRAPPED}{function} = _changed({function}, {change})\n"
        modules[f"{function} {change}"] = task, wrong.encode()
    return graded_modules(course, workbook_graders, modules, only_its_task=True)


@pytest.mark.parametrize(("task", "function", "change"), BESIDES)
def test_nothing_is_said_about_right_numbers(reports, task, function, change):
    report = reports[f"{function} {change}"]
    checks = [check for each in report.tasks for check in each.checks]
    said = {check.diagnosis for check in checks} - {""}
    named = {name for check in checks for name in check.mistakes}
    became = f"{function}:answer:{BECAME.get(change.removeprefix('lambda a: '))}"

    assert report.score < report.points
    assert [words for words in ABOUT_NUMBERS for each in said if words in each] == []
    assert [n for n in named - {became} if not any(word in n for word in NAMED)] == []


@pytest.mark.parametrize("right", [-1001, -1, 0, 1, 7, 1000, 10**6])
@pytest.mark.parametrize("differs_by", [-1001, -1, 0, 1, 2, 900])
def test_whole_numbers_are_nearly_the_same_as_arrays_of_them_are(
    right: int, differs_by: int
) -> None:
    mine = right + differs_by

    found = as_numbers.nearly_whole(mine, right)

    assert found is as_numbers.nearly(np.asarray(mine), np.asarray(right))
