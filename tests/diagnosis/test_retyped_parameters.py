"""Layers whose parameters are drawn in another dtype, held by a module, or not the only ones."""

from __future__ import annotations

import pytest
from support.modules import graded_modules
from support.paths import PROJECT

from autograder.course.model import Course
from autograder.grading.batch import GraderProcesses

pytestmark = pytest.mark.slow(12)

RIGHT = (PROJECT / "solutions" / "workbook" / "convolution.py").read_text()
LAYER = """

class Conv2d(nn.Module):
    def __init__(self, in_channels, out_channels, kernel_size, stride=1, padding=0, bias=True):
        super().__init__()
        high, wide = (kernel_size, kernel_size) if isinstance(kernel_size, int) else kernel_size
        if min(high, wide) < 1:
            raise ValueError("no window")
        self.stride, self.padding = stride, padding
        weight = torch.randn(out_channels, in_channels, high, wide{dtype})
        numbers = {{"weight": nn.Parameter(weight), "bias": None}}
        if bias:
            numbers["bias"] = nn.Parameter(torch.randn(out_channels{dtype}))
        {keep}
        {more}

    def forward(self, images):
        return conv2d(images, {weight}, {bias}, self.stride, self.padding)
"""
KEPT = "[self.register_parameter(name, number) for name, number in numbers.items()]"
HELD = "self.kept = nn.ParameterDict({n: p for n, p in numbers.items() if p is not None})"
KINDS = {
    "double": LAYER.format(
        dtype=", dtype=torch.float64", keep=KEPT, more="", weight="self.weight", bias="self.bias"
    ),
    "held": LAYER.format(
        dtype="", keep=HELD, more="", weight="self.kept['weight']",
        bias="self.kept['bias'] if 'bias' in self.kept else None",
    ),
    "saves settings": LAYER.format(
        dtype="", keep=KEPT, more="self.register_buffer('step', torch.tensor([1, 1]))",
        weight="self.weight", bias="self.bias",
    ),
    "one more": LAYER.format(
        dtype="", keep=KEPT, more="self.gain = nn.Parameter(torch.ones(out_channels, 1))",
        weight="self.weight", bias="self.bias",
    ),
    "right": LAYER.format(dtype="", keep=KEPT, more="", weight="self.weight", bias="self.bias"),
}  # fmt: skip


def test_what_parameters_are_is_told(course: Course, workbook_graders: GraderProcesses) -> None:
    modules = {name: ("convolution", (RIGHT + text).encode()) for name, text in KINDS.items()}
    reports = graded_modules(course, workbook_graders, modules, only_its_task=True)
    names = {
        name: {each for check in report.tasks[0].checks for each in check.mistakes}
        for name, report in reports.items()
    }
    said = {check.diagnosis for check in reports["double"].tasks[0].checks}

    assert names == {
        "double": {"Conv2d:parameters:of_another_dtype"},
        "held": {"Conv2d:parameter:called_otherwise"},
        "saves settings": {"Conv2d:buffers:more"},
        "one more": {"Conv2d:parameters:more"},
        "right": set(),
    }
    sentence = "`bias` and `weight` of your `Conv2d` are float64 where float32 is asked for."
    assert any(sentence in each for each in said)
