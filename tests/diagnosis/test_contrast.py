"""What is said of wrong answers that no known mistake explains."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import torch
from torch import Tensor

from autograder.course.model import Course
from autograder.diagnosis import contrast
from autograder.diagnosis.evidence import CallGroup, CaseEvidence
from autograder.diagnosis.misconceptions import Catalogue
from autograder.diagnosis.oracle import Oracle, gather
from autograder.diagnosis.recording import RecordedCall
from autograder.diagnosis.replay import Replayer
from autograder.errors import StudentRaised
from autograder.text.axes import axes_named

SOLUTION = '''
import torch


def pool(images, kernel_size, stride=1):
    """Sums of windows."""
    down, right = (stride, stride) if isinstance(stride, int) else stride
    rows = images.unfold(2, kernel_size, down)
    return rows.unfold(3, kernel_size, right).sum((-2, -1))
'''
CATALOGUE = """
AXES = {"images": ("picture", "channel", "row", "column")}
PROPERTIES = (("the window is a single pixel", lambda kernel_size: kernel_size == 1),)
"""
CALLS: list[dict[str, Any]] = [
    {"kernel_size": kernel_size, "stride": stride}
    for kernel_size in (1, 2, 3)
    for stride in (1, 2, (1, 2), (2, 1))
]


@pytest.fixture
def catalogue(tmp_path: Path) -> Catalogue:
    (tmp_path / "pooling.py").write_text(SOLUTION)
    (tmp_path / "mistakes.py").write_text(CATALOGUE)
    return Catalogue(tmp_path / "pooling.py", tmp_path / "mistakes.py")


def said(catalogue: Catalogue, student: Callable[..., Tensor], *, dense: bool = True) -> str:
    """What is said of the student's answers to all calls."""
    replayer = Replayer()
    right = catalogue.right.pool
    cases = []
    for number, settings in enumerate(CALLS):
        images = torch.randn(2, 3, 6, 5, generator=torch.Generator().manual_seed(number))
        if not dense and number == 0:
            images = images.mT.contiguous().mT
        try:
            call = RecordedCall("pool", (images,), settings, answer=student(images, **settings))
            is_right = torch.equal(call.answer, right(images, **settings))  # type: ignore[arg-type]
        except RuntimeError:
            error = StudentRaised("crashed", type_names=("RuntimeError",))
            call, is_right = RecordedCall("pool", (images,), settings, error=error), False
        cases.append(CaseEvidence([call], is_passed=is_right, is_diagnosable=not is_right))
    (group,) = gather(cases, Oracle(catalogue, replayer))
    replayer.close()
    assert isinstance(group, CallGroup)
    with axes_named({4: ("picture", "channel", "row", "column")}):
        return contrast.sentence(group, catalogue, lambda evidence: evidence)


def test_the_most_telling_property_is_named(catalogue: Catalogue) -> None:
    def student(images: Tensor, kernel_size: int, stride: Any) -> Tensor:
        is_pair = isinstance(stride, tuple)
        answer: Tensor = catalogue.right.pool(images, kernel_size, stride)
        return answer * 2 if is_pair else answer

    sentence = said(catalogue, student)

    # Pairs are also the only settings that are no single number; that they differ says more.
    assert "`pool` is right only where both parts of `stride` are equal." in sentence
    assert "too large by one factor" in sentence


def test_a_property_of_the_course_says_most(catalogue: Catalogue) -> None:
    def student(images: Tensor, kernel_size: int, stride: Any) -> Tensor:
        answer: Tensor = catalogue.right.pool(images, 1, stride)
        return answer if kernel_size == 1 else answer.exp()

    assert "right only where the window is a single pixel" in said(catalogue, student)


def test_crashes_are_told_by_what_they_have_in_common(catalogue: Catalogue) -> None:
    def student(images: Tensor, kernel_size: int, stride: Any) -> Tensor:
        if isinstance(stride, tuple):
            raise RuntimeError
        answer: Tensor = catalogue.right.pool(images, kernel_size, stride)
        return answer

    assert "right only where both parts of `stride` are equal" in said(catalogue, student)


def test_one_call_is_enough_for_the_layout_in_memory(catalogue: Catalogue) -> None:
    def student(images: Tensor, kernel_size: int, stride: Any) -> Tensor:
        answer: Tensor = catalogue.right.pool(images, kernel_size, stride)
        return answer if images.is_contiguous() else answer.exp()

    sentence = said(catalogue, student, dense=False)

    assert "right only where the numbers of `images` lie in order in memory" in sentence


def test_without_a_property_the_smallest_call_is_shown(catalogue: Catalogue) -> None:
    def student(images: Tensor, kernel_size: int, stride: Any) -> Tensor:
        answer: Tensor = catalogue.right.pool(images, kernel_size, stride).clone()
        answer[1, 2, 0, 1] += 1
        return answer

    sentence = said(catalogue, student)

    assert "The smallest call with a wrong answer is `pool(float32 (2, 3, 6, 5)" in sentence
    assert "first at picture 1, channel 2, row 0, column 1." in sentence


def test_nothing_is_said_of_right_answers(catalogue: Catalogue) -> None:
    assert said(catalogue, catalogue.right.pool) == ""


def test_a_second_course_needs_nothing_of_its_own(toy_course: Course) -> None:
    assignment = toy_course.assignments["counting"]
    task = next(task for task in assignment.checked_tasks() if task.name == "vowels")
    catalogue = Catalogue(
        toy_course.solution_file(assignment, task), toy_course.misconceptions_file(assignment, task)
    )

    assert catalogue.axes == {}
    assert catalogue.properties == ()
