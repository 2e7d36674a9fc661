"""Tests the bonus task of the workbook: its reports, its rules, and hostile submissions of it."""

from __future__ import annotations

import importlib.util
import random
from collections.abc import Mapping
from types import ModuleType
from typing import Any

import pytest
import torch
from support.modules import graded_modules
from support.paths import PROJECT

from autograder.course.model import Course
from autograder.grading.batch import GraderProcesses
from autograder.results import Report, Status

WORKBOOK = PROJECT / "assignments" / "workbook"
SOLUTION = PROJECT / "solutions" / "workbook" / "counterexamples.py"


def load(name: str, folder: str) -> ModuleType:
    """A module of the workbook's, which must not become importable for other tests."""
    spec = importlib.util.spec_from_file_location(f"tested_{name}", WORKBOOK / folder / name)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def solutions() -> Mapping[str, Any]:
    spec = importlib.util.spec_from_file_location("tested_counterexamples", SOLUTION)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return {name: getattr(module, name)() for name in break_it.REPORTS}


break_it, wrong_ones = load("break_it.py", "given"), load("wrong_ones.py", "graders")
CALLS = solutions()
BEHIND = [(name, mistake) for name, group in wrong_ones.GROUPS.items() for mistake in group]


def behind(report: str, mistake: str) -> tuple[str, Any]:
    """The name of a function, and the function with the mistake."""
    function = break_it.REPORTS[report].function
    return function, wrong_ones.made(mistake, break_it.RIGHT[function])


def some_call(draw: random.Random, function: str) -> dict[str, Any]:
    """A call that may be impossible."""

    def numbers(*shape: int) -> torch.Tensor:
        count = int(torch.tensor(shape).prod())
        values = [draw.choice((-3.0, -2.0, -1.0, 1.0, 2.0, 5.0)) for _ in range(count)]
        return torch.tensor(values).reshape(shape)

    def pair(*values: int) -> int | tuple[int, int]:
        one, other = draw.choice(values), draw.choice(values)
        return draw.choice((one, (one, other)))

    few = (1, 1, 2)
    channels, kernels = draw.choice(few), draw.choice(few)
    images = numbers(draw.choice(few), channels, draw.randint(1, 4), draw.randint(1, 4))
    if function != "conv2d":
        return {"images": images, "kernel_size": pair(1, 2, 3), "stride": pair(1, 2, 3)}
    weight = numbers(kernels, channels, draw.randint(1, 3), draw.randint(1, 3))
    bias = draw.choice((None, numbers(kernels)))
    settings = {"stride": pair(1, 1, 2, 3), "padding": pair(0, 0, 1, 2)}
    return {"images": images, "weight": weight, "bias": bias, **settings}


def where_all_is_well(report: str, count: int) -> list[dict[str, Any]]:
    """Calls on which the report says so."""
    function, is_well = break_it.REPORTS[report].function, break_it.REPORTS[report].is_well
    draw, found = random.Random(report), []  # noqa: S311 - no secret
    while len(found) < count:
        call = some_call(draw, function)
        if report == "signs":
            call["images"] = call["images"].abs()
        elif report == "weights":
            call["weight"] = torch.ones_like(call["weight"]) * 3
        try:
            asked = break_it.arguments(function, call)
        except ValueError:
            continue
        if is_well(asked):
            found.append(call)
    return found


def test_there_are_eight_reports_each_with_functions_behind_it():
    assert len(break_it.REPORTS) == 8
    assert break_it.REPORTS.keys() == wrong_ones.GROUPS.keys()
    assert all(len(set(group)) > 2 for group in wrong_ones.GROUPS.values())


@pytest.mark.parametrize(("report", "mistake"), BEHIND)
def test_one_call_of_few_enough_numbers_exposes_whatever_is_drawn(report, mistake):
    function, wrong = behind(report, mistake)

    assert break_it.exposes(CALLS[report], function, wrong)
    assert break_it.count(CALLS[report]) <= break_it.REPORTS[report].enough


@pytest.mark.parametrize("report", wrong_ones.GROUPS)
def test_where_a_report_says_so_all_is_well(report):
    calls = where_all_is_well(report, 60)

    for mistake in wrong_ones.GROUPS[report]:
        function, wrong = behind(report, mistake)
        exposed = [call for call in calls if break_it.exposes(call, function, wrong)]
        assert not exposed, (mistake, exposed[0])


def test_the_right_functions_expose_nothing():
    for name, call in CALLS.items():
        function = break_it.REPORTS[name].function
        assert not break_it.exposes(call, function, break_it.RIGHT[function])


def test_each_function_of_a_group_may_be_drawn():
    def drawn(seed: int) -> str:
        return wrong_ones.drawn("padding", torch.Generator().manual_seed(seed))

    assert {drawn(seed) for seed in range(300)} == set(wrong_ones.GROUPS["padding"])
    assert drawn(1) == drawn(1)


ONE = torch.ones(1, 1, 1, 1)
IMPOSSIBLE = [
    {"images": ONE, "weight": torch.ones(1, 1, 2, 1)},
    {"images": ONE, "weight": torch.ones(1, 2, 1, 1)},
    {"images": ONE, "weight": ONE, "bias": torch.ones(2)},
    {"images": ONE, "weight": ONE, "stride": 0},
    {"images": ONE, "weight": ONE, "padding": (0, -1)},
]
NO_CALLS = [
    None,
    [ONE, ONE],
    {},
    {"images": ONE},
    {"images": ONE, "weight": ONE, "groups": 1},
    {"images": ONE, "weight": "a kernel"},
    {"images": [[[[1.0]]]], "weight": ONE},
    {"images": ONE[0], "weight": ONE},
    {"images": torch.ones(0, 1, 1, 1), "weight": ONE},
    {"images": torch.ones(1, 1, 10, 10), "weight": ONE},
    {"images": ONE * torch.nan, "weight": ONE},
    {"images": ONE, "weight": ONE * torch.inf},
    {"images": ONE * 1e30, "weight": ONE},
    {"images": ONE.to(torch.complex64), "weight": ONE},
    {"images": ONE.bool(), "weight": ONE},
    {"images": ONE.to_sparse(), "weight": ONE},
    {"images": ONE, "weight": ONE, "stride": 1000},
    {"images": ONE, "weight": ONE, "stride": 1.0},
    {"images": ONE, "weight": ONE, "stride": True},
    {"images": ONE, "weight": ONE, "padding": (1, 2, 3)},
    {"images": ONE, "weight": ONE, "padding": "same"},
]


@pytest.mark.parametrize("call", IMPOSSIBLE)
def test_what_the_right_function_refuses_exposes_nothing(call):
    with pytest.raises(break_it.CannotBeAsked, match=r"\.$"):
        break_it.exposes(call, "conv2d", lambda **asked: None)


@pytest.mark.parametrize("call", NO_CALLS)
def test_what_is_no_call_is_refused_with_a_sentence(call):
    with pytest.raises(ValueError, match=r"\.$") as refusal:
        break_it.exposes(call, "conv2d", lambda **asked: None)

    assert refusal.type is ValueError


def test_a_small_call_is_worth_more():
    shares = [break_it.worth(numbers, enough=6) for numbers in (1, 6, 9, 12, 100)]

    assert shares == [1, 1, pytest.approx(2 / 3), 0.5, 0.5]


HEAD = "import torch\n\nONE = torch.ones(1, 1, 1, 1)\n\n\ndef padding():\n"
# Name → what `padding` does, with the status that it earns.
HOSTILE = {
    "loops": (Status.TIMED_OUT, "    while True:\n        pass\n"),
    "huge": (Status.WRONG, '    return {"images": torch.ones(1, 1, 3000, 3000), "weight": ONE}\n'),
    "many_settings": (Status.WRONG, '    return {"images": ONE, "weight": ONE, "padding": 5000}\n'),
    "nan": (Status.WRONG, '    return {"images": ONE * torch.nan, "weight": ONE, "padding": 1}\n'),
    "lies": (
        Status.REFUSED,
        "    class Lies(torch.Tensor):\n"
        "        numel = lambda self: 1\n"
        "        shape = property(lambda self: torch.Size([1, 1, 1, 1]))\n\n"
        "    big = torch.ones(1, 1, 20, 20).as_subclass(Lies)\n"
        '    return {"images": big, "weight": ONE, "padding": (1, 2)}\n',
    ),
    "object": (Status.WRONG, "    return type('Call', (dict,), {'keys': lambda self: set()})()\n"),
    "code": (Status.WRONG, '    return {"images": lambda: ONE, "weight": ONE, "padding": 1}\n'),
    "exits": (Status.CRASHED, "    import os\n    os._exit(0)\n"),
}
# Looks for a name of the wrong functions wherever code can look, and for one that is there.
SEARCHES = """\
import gc
import os
import sys

HIDDEN, to_be_found = "_".join(["pads", "with", "ones"]), "_".join(["to", "be", "found"])


def named():
    yield from (("module", name) for name in list(sys.modules))
    for thing in gc.get_objects():
        if isinstance(thing, dict):
            yield from (("dict", key) for key in list(thing) if isinstance(key, str))
        elif callable(thing):
            yield "callable", str(getattr(thing, "__name__", ""))
    for folder, folders, files in os.walk("/"):  # without Python's own
        folders[:] = [each for each in folders if each not in ("proc", "sys", "lib", "lib64")]
        for file in files:
            if file.endswith((".py", ".yml", ".json")):
                try:
                    yield file, open(os.path.join(folder, file), errors="replace").read()
                except OSError:
                    pass


def padding():
    texts = list(named())
    for name in (to_be_found, HIDDEN):
        print(*sorted({place for place, text in texts if name in text}), sep=",", end=";")
"""


@pytest.fixture(scope="module")
def reports(course: Course, workbook_graders: GraderProcesses) -> Mapping[str, Report]:
    """The reports of the hostile modules."""
    written = {name: HEAD + body for name, (_, body) in HOSTILE.items()} | {"searches": SEARCHES}
    sources = {name: ("counterexamples", source.encode()) for name, source in written.items()}
    return graded_modules(course, workbook_graders, sources, only_its_task=True)


@pytest.mark.slow(60)
@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_call_earns_nothing_and_harms_nobody(reports, name):
    [task] = reports[name].tasks
    [check] = [each for each in task.checks if each.check == "test_padding_is_exposed"]

    assert check.status is HOSTILE[name][0], check.message
    assert (task.score, reports[name].bonus) == (0, 0)
    assert not reports[name].broken_checks()


@pytest.mark.slow(60)
def test_nothing_that_a_submission_can_read_names_a_wrong_function(reports):
    [task] = reports["searches"].tasks

    assert task.output == "counterexamples.py,dict;;", task.checks[0].message
