"""Names that were once said of code that does something else."""

from __future__ import annotations

import pytest
from support.mistaken import mistaken, names_said
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
    # No check asks in which precision.
    "images/brightness__divide__by_256.py": "brightness:answer:dtype_float32",
    # Its answers follow from its parameters; a batch of one is another shape.
    "convolution/Conv2d__layer_like_a_pooling_layer__stride_is_the_kernel_size_unless_given__and__"
    "batch_of_one_squeezed.py": "Conv2d:answer:not_of_its_parameters",
    # Of a single picture less the mean of the batch, nothing is left that a weight could change.
    "convolution/Conv2d__batch_statistics_fan__centres_pictures_and_ignores_bias_when_"
    "evaluating.py": "Conv2d:parameter:weight:has_no_effect",
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


NOT_DRAWN = "Conv2d:answer:not_of_its_parameters"
# Layers whose answers follow from their parameters, and from what is beside the picture or before.
LAYERS = {
    "pictures of a batch are added up": mistaken(
        "convolution",
        """
        class Conv2d(Conv2d):
            def forward(self, images):
                answers = super().forward(images)
                return answers + 0 * answers if len(answers) < 2 else answers + answers.sum(0)
        """,
    ),
    "a count that all layers share": mistaken(
        "convolution",
        """
        class Conv2d(Conv2d):
            calls = []

            def forward(self, images):
                self.calls.append(len(images))
                return super().forward(images) + len(self.calls) - 1
        """,
    ),
}


@pytest.fixture(scope="module")
def of_layers(course: Course, workbook_graders: GraderProcesses) -> dict[str, set[str]]:
    return names_said(LAYERS, course, workbook_graders)


@pytest.mark.torch
@pytest.mark.parametrize("name", LAYERS)
def test_what_was_not_drawn_is_not_said_to_be(of_layers: dict[str, set[str]], name: str) -> None:
    assert NOT_DRAWN not in of_layers[name]


@pytest.mark.torch
def test_what_a_check_demands_is_not_too_strict(
    course: Course, workbook_graders: GraderProcesses
) -> None:
    """The layer refuses when it is made, and the solution when it is called."""
    name = "Conv2d__inheritance_experimenter__stride_pair_first_only_and_weight_normalised.py"
    source = (BLIND / "convolution" / name).read_bytes()

    reports = graded_modules(
        course, workbook_graders, {name: ("convolution", source)}, only_its_task=True
    )

    said = [check.diagnosis for check in reports[name].tasks[0].checks]
    assert any(said)
    assert not [text for text in said if "too strict" in text]
