"""Right answers are never diagnosed, however they are written and whatever they are asked."""

from __future__ import annotations

import importlib.util
from collections.abc import Mapping
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
import torch
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from support.paths import PROJECT

from autograder.course.load import load_course
from autograder.diagnosis.diagnose import Finding, diagnose
from autograder.diagnosis.evidence import CaseEvidence
from autograder.diagnosis.misconceptions import Catalogue
from autograder.diagnosis.recording import RecordedCall
from autograder.diagnosis.work import MILLION, WorkBudget
from autograder.grading.solutions import load_solution

pytestmark = pytest.mark.slow(40)

WORKBOOK = PROJECT / "assignments" / "workbook"
WRITTEN = sorted(
    path
    for task in ("convolution", "pooling")
    for path in (WORKBOOK / "right_answers" / task).glob("*.py")
)
SIDES = st.integers(1, 7)
PAIRS = st.integers(1, 3) | st.tuples(st.integers(1, 3), st.integers(1, 3))


@st.composite
def convolutions(draw: st.DrawFn) -> tuple[tuple[Any, ...], dict[str, Any]]:
    chance = torch.Generator().manual_seed(draw(st.integers(0, 99)))
    channels, high, wide = draw(st.integers(1, 3)), draw(st.integers(1, 3)), draw(st.integers(1, 3))
    images = torch.randn(
        draw(st.integers(1, 2)), channels, high + draw(SIDES), wide + draw(SIDES), generator=chance
    )
    weight = torch.randn(draw(st.integers(1, 3)), channels, high, wide, generator=chance)
    bias = torch.randn(len(weight), generator=chance) if draw(st.booleans()) else None
    padding = draw(st.integers(0, 2) | st.tuples(st.integers(0, 2), st.integers(0, 2)))
    return (images, weight, bias), {"stride": draw(PAIRS), "padding": padding}


@st.composite
def poolings(draw: st.DrawFn) -> tuple[tuple[Any, ...], dict[str, Any]]:
    chance = torch.Generator().manual_seed(draw(st.integers(0, 99)))
    shape = (draw(st.integers(1, 2)), draw(st.integers(1, 3)), 2 + draw(SIDES), 2 + draw(SIDES))
    return (torch.randn(shape, generator=chance), draw(PAIRS)), {"stride": draw(PAIRS | st.none())}


FUNCTIONS: Mapping[str, tuple[tuple[str, ...], Any]] = {
    "convolution": (("conv2d",), convolutions()),
    "pooling": (("max_pool2d", "avg_pool2d"), poolings()),
}


@pytest.fixture(scope="module")
def catalogues() -> Mapping[str, Catalogue]:
    course = load_course(PROJECT)
    workbook = course.assignment("workbook")
    tasks = [workbook.task(name) for name in FUNCTIONS]
    for task in tasks:
        load_solution(course, workbook, task)  # makes its siblings importable
    return {
        task.name: Catalogue(
            course.solution_file(workbook, task), course.misconceptions_file(workbook, task)
        )
        for task in tasks
    }


def handed_in(path: Path, folder: Path) -> ModuleType:
    """The solution with some functions written differently."""
    task = path.parent.name
    file = folder / f"{task}_{path.stem}.py"
    solution = PROJECT / "solutions" / "workbook" / f"{task}.py"
    file.write_bytes(solution.read_bytes() + b"\n\n" + path.read_bytes())
    spec = importlib.util.spec_from_file_location(file.stem, file)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("path", WRITTEN, ids=lambda path: f"{path.parent.name}-{path.stem}")
@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_even_a_check_that_fails_for_another_reason_names_nothing(catalogues, tmp_path, path, data):
    names, arguments = FUNCTIONS[path.parent.name]
    module = handed_in(path, tmp_path)
    asked = data.draw(st.lists(arguments, min_size=1, max_size=4))
    calls = [
        RecordedCall(name, args, kwargs, getattr(module, name)(*args, **kwargs))
        for args, kwargs in asked
        for name in names
    ]
    case = CaseEvidence(calls, is_passed=False, is_diagnosable=True)

    found = diagnose(catalogues[path.parent.name], [case], WorkBudget(MILLION), lambda call: None)

    assert found == [Finding()]
