"""Names that were once said of code that does something else."""

from __future__ import annotations

import pytest
from support.modules import graded_modules
from support.paths import TESTS

from autograder.course.model import Course
from autograder.grading.batch import GraderProcesses

BLIND = TESTS / "blind"
# A crash that the mistake does not end in; one that another hides; one that refuses less.
FALSE = {
    "images/load_pixels__slicing__first_three.py": "pixels_are_palette_numbers",
    "images/load_pixels__unpacking__crash_no_channels.py": "pixels_are_palette_numbers",
    "images/brightness__clip__clipped_not_divided.py": "brightness_is_not_scaled",
    "convolution/conv2d__checks__channels_not_checked.py": "conv2d_refuses_nothing",
    # A kernel of the opposite sign is as good.
    "patterns/checkerboard_kernel__normalised__response_exactly_half.py": (
        "checkerboard_kernel:answer:negative"
    ),
}


@pytest.fixture(scope="module")
def names(course: Course, workbook_graders: GraderProcesses) -> dict[str, set[str]]:
    """What is said of each module, by its name."""
    modules = {name: (name.partition("/")[0], (BLIND / name).read_bytes()) for name in FALSE}
    reports = graded_modules(course, workbook_graders, modules, only_its_task=True)
    return {
        name: {mistake for check in report.tasks[0].checks for mistake in check.mistakes}
        for name, report in reports.items()
    }


@pytest.mark.torch
@pytest.mark.parametrize(("name", "false"), FALSE.items())
def test_it_is_not_said(names: dict[str, set[str]], name: str, false: str) -> None:
    assert false not in names[name]
    assert names.keys() == FALSE.keys()
