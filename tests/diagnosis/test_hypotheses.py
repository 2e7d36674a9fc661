"""As-if hypotheses: each map is recognised, alone, beside a known mistake, and beside another."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import torch
from torch import Tensor

from autograder.diagnosis.diagnose import Finding, diagnose
from autograder.diagnosis.evidence import CaseEvidence
from autograder.diagnosis.hypotheses import hypotheses
from autograder.diagnosis.misconceptions import Catalogue, Misconception
from autograder.diagnosis.oracle import Oracle, gather
from autograder.diagnosis.recording import RecordedCall
from autograder.diagnosis.replay import Replayer, of_student
from autograder.diagnosis.work import MILLION, WorkBudget

SOLUTION = '''
def mix(images, weight, bias=None, stride=1):
    """Channels mixed by weights (O, C), then every so many rows and columns."""
    down, right = (stride, stride) if isinstance(stride, int) else stride
    if min(down, right) < 1:
        raise ValueError("no stride")
    mixed = (images[:, None] * weight[:, :, None, None]).sum(2)[:, :, ::down, ::right]
    return mixed if bias is None else mixed + bias.reshape(-1, 1, 1)
'''
CATALOGUE = '''
AXES = {
    "images": ("picture", "channel", "row", "column"),
    "weight": ("output", "input"),
    "bias": ("output",),
}


def _call(numbers, pictures, channels, outputs, sides, stride, has_bias):
    return {
        "images": numbers(pictures, channels, *sides),
        "weight": numbers(outputs, channels),
        "bias": numbers(outputs) if has_bias else None,
        "stride": stride,
    }


PROBES = {
    "mix": (
        _call,
        {
            "pictures": (2, 1),
            "channels": (3, 2),
            "outputs": (4, 2),
            "sides": ((5, 4), (4, 5), (4, 4)),
            "stride": (1, 2, (1, 2), (2, 1), (3, 2)),
            "has_bias": (True, False),
        },
    )
}


def exchanges_the_strides(mix):
    """The second stride goes down."""

    def wrong(images, weight, bias=None, stride=1):
        return mix(images, weight, bias, stride if isinstance(stride, int) else stride[::-1])

    return wrong
'''
SETTINGS: list[tuple[tuple[int, ...], int, Any, bool]] = [
    ((2, 3, 5, 4), 4, 1, True),
    ((1, 2, 4, 6), 3, (1, 2), False),
    ((3, 2, 6, 5), 3, (2, 1), True),
    ((2, 3, 6, 7), 2, (3, 2), True),
    ((2, 2, 4, 4), 2, 1, False),
]
EVERY = 25  # hypotheses, one is tried
Student = Callable[..., Tensor]


@pytest.fixture
def catalogue(tmp_path: Path) -> Catalogue:
    (tmp_path / "mixing.py").write_text(SOLUTION)
    (tmp_path / "mistakes.py").write_text(CATALOGUE)
    return Catalogue(tmp_path / "mixing.py", tmp_path / "mistakes.py")


def recorded(student: Student) -> list[RecordedCall]:
    """What checks would ask this student."""
    calls = []
    for number, (shape, outputs, stride, has_bias) in enumerate(SETTINGS):
        chance = torch.Generator().manual_seed(number)
        images = torch.randn(shape, generator=chance)
        weight = torch.randn(outputs, shape[1], generator=chance)
        bias = torch.randn(outputs, generator=chance) if has_bias else None
        call = RecordedCall("mix", (images, weight, bias), {"stride": stride})
        outcome = answered(student, call)
        if outcome is not None:
            calls.append(outcome)
    return calls


def answered(student: Student, call: RecordedCall) -> RecordedCall | None:
    try:
        answer = student(*call.args, **call.kwargs)
    except Exception:  # noqa: BLE001 - a wrong answer may raise anything
        return None
    return RecordedCall(call.function, call.args, call.kwargs, answer)


def names(catalogue: Catalogue, student: Student) -> set[str]:
    """What is named where the student's code can be asked again."""
    findings = found(catalogue, student)
    return {name for finding in findings for name in finding.mistakes}


def found(catalogue: Catalogue, student: Student) -> list[Finding]:
    cases = [
        CaseEvidence([call], is_passed=False, is_diagnosable=True) for call in recorded(student)
    ]

    def ask(call: RecordedCall) -> Any:
        answer = answered(student, call)
        return answer and of_student(answer)

    return diagnose(catalogue, cases, WorkBudget(10 * MILLION), ask)


def all_hypotheses(catalogue: Catalogue) -> dict[str, Misconception]:
    replayer = Replayer()
    right = recorded(catalogue.right.mix)
    cases = [CaseEvidence([call], is_passed=True, is_diagnosable=False) for call in right]
    (group,) = gather(cases, Oracle(catalogue, replayer))
    replayer.close()
    return hypotheses("mix", group.evidence, catalogue)


@pytest.mark.parametrize("first", range(2))
def test_maps_that_show_are_recognised(catalogue: Catalogue, first: int) -> None:
    right = catalogue.right.mix
    missed = {}
    # Some of them, of all kinds: all would take minutes.
    for name, hypothesis in list(all_hypotheses(catalogue).items())[first :: 2 * EVERY]:
        student = hypothesis.wrong(right)
        calls = recorded(student)
        truths = [right(*call.args, **call.kwargs) for call in calls]
        shows = [
            not (
                call.answer.shape == truth.shape
                and torch.allclose(call.answer.double(), truth.double(), atol=1e-3)
            )
            for call, truth in zip(calls, truths, strict=True)
        ]
        if sum(shows) > 1 and len(calls) == len(SETTINGS):
            named = names(catalogue, student)
            if len(named) != 1 or not same(catalogue, named.pop(), name):
                missed[name] = named

    assert missed == {}


def same(catalogue: Catalogue, one: str, other: str) -> bool:
    """Whether two hypotheses, or a known mistake and one, are the same on every call."""
    known = {**catalogue.misconceptions, **all_hypotheses(catalogue)}
    calls = recorded(catalogue.right.mix)
    for call in calls:
        a, b = (answered(known[name].wrong(catalogue.right.mix), call) for name in (one, other))
        if a is None or b is None:
            continue
        is_same_shape = a.answer.shape == b.answer.shape
        if not is_same_shape or not torch.allclose(a.answer.double(), b.answer.double(), atol=1e-3):
            return False
    return True


@pytest.mark.parametrize(
    ("change", "named"),
    [
        (
            lambda mix: lambda i, w, b=None, stride=1: mix(i, w, b if b is None else 2 * b, stride),
            {"mix:bias:times_2"},
        ),
        (
            lambda mix: (
                lambda i, w, b=None, stride=1: mix(
                    i.flip(3), w, b, stride if isinstance(stride, int) else stride[::-1]
                )
            ),
            {"mix:images:column:reversed", "exchanges_the_strides"},
        ),
        (
            lambda mix: (
                lambda i, w, b=None, stride=1: mix(i.flip(2), w, b if b is None else 2 * b, stride)
            ),
            {"mix:images:row:reversed", "mix:bias:times_2"},
        ),
    ],
)
def test_the_smallest_hypothesis_is_named(catalogue, change, named):
    assert names(catalogue, change(catalogue.right.mix)) == named


@pytest.mark.parametrize("name", ["mix:bias:by_255", "mix:bias:by_256"])
def test_what_differs_by_little_is_told_apart_by_numbers_that_fit_well(catalogue, name):
    student = all_hypotheses(catalogue)[name].wrong(catalogue.right.mix)

    assert names(catalogue, student) == {name}


def test_a_known_mistake_comes_before_a_hypothesis_that_explains_the_same(catalogue):
    student = catalogue.misconceptions["exchanges_the_strides"].wrong(catalogue.right.mix)

    assert names(catalogue, student) == {"exchanges_the_strides"}


def test_what_no_map_explains_has_no_name(catalogue):
    def student(images, weight, bias=None, stride=1):
        answer = catalogue.right.mix(images, weight, bias, stride).clone()
        answer[0, 0, 0, 0] += 1
        return answer

    assert names(catalogue, student) == set()


def test_what_explains_the_checks_but_not_fresh_calls_has_no_name(catalogue):
    asked = iter(range(1000))

    def student(images, weight, bias=None, stride=1):
        answer = catalogue.right.mix(images, weight, bias, stride)
        return -answer if next(asked) < len(SETTINGS) else answer + 1

    assert names(catalogue, student) == set()


def test_right_answers_have_none(catalogue):
    assert found(catalogue, catalogue.right.mix) == [Finding()] * len(SETTINGS)


def test_the_sentence_says_what_it_looks_like(catalogue):
    mix = catalogue.right.mix

    findings = found(catalogue, lambda i, w, b=None, stride=1: mix(i, w.flip(0), b, stride))

    assert findings[0].sentence == (
        "`mix` answers as if the outputs of `weight` were in reverse order."
    )
