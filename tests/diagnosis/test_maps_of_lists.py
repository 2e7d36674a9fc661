"""Wrong answers about lists of tensors and about floats are named as those about tensors are."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import torch
from torch import Tensor

from autograder.diagnosis.diagnose import diagnose
from autograder.diagnosis.evidence import CaseEvidence
from autograder.diagnosis.misconceptions import Catalogue
from autograder.diagnosis.properties import is_list
from autograder.diagnosis.recording import RecordedCall
from autograder.diagnosis.replay import of_student
from autograder.diagnosis.work import MILLION, WorkBudget
from autograder.errors import StudentRaised

SOLUTION = '''
def step(parameters, gradients, rate, decay=0.0):
    """New parameters, and what was taken away."""
    taken = [rate * g + decay * p for p, g in zip(parameters, gradients)]
    return [p - t for p, t in zip(parameters, taken)], taken


def rate_at(number, peak, last):
    """A rate that falls."""
    return peak / (1 + number) + last
'''
LIST_PROBES = """
def _call(numbers, tensors, size, rate, decay):
    return {
        "parameters": [numbers(size) for _ in range(tensors)],
        "gradients": [numbers(size) for _ in range(tensors)],
        "rate": rate,
        "decay": decay,
    }


def _rate(numbers, number, peak, last):
    return {"number": number, "peak": peak, "last": last}


PROBES = {
    "step": (
        _call,
        {"tensors": (2, 1, 3), "size": (3, 1, 2), "rate": (0.5, 0.25), "decay": (0.0, 0.75)},
    ),
    "rate_at": (
        _rate, {"number": (1, 0, 2, 5), "peak": (2.0, 3.0, 0.7), "last": (0.25, 0.1, 1.5)}
    ),
}
"""
SHAPES = [(3,), (2, 4), ()]


def right(p: list[Tensor], g: list[Tensor], rate: float, decay: float = 0.0) -> Any:
    taken = [rate * b + decay * a for a, b in zip(p, g, strict=True)]
    return [a - t for a, t in zip(p, taken, strict=True)], taken


def right_rate(number: int, peak: float, last: float) -> float:
    return peak / (1 + number) + last


@pytest.fixture(params=[True, False], ids=["probes", "none"])
def catalogue(tmp_path: Path, request: pytest.FixtureRequest) -> Catalogue:
    (tmp_path / "solution.py").write_text(SOLUTION)
    (tmp_path / "mistakes.py").write_text(LIST_PROBES if request.param else "")
    return Catalogue(tmp_path / "solution.py", tmp_path / "mistakes.py")


def answered(student: Callable[..., Any], call: RecordedCall) -> RecordedCall:
    """The call with its answer, or with what it raises: the diagnosis may ask what ends so."""
    try:
        return replace(call, answer=student(*call.args, **call.kwargs))
    except ValueError as error:
        raised = StudentRaised(str(error), type_names=("ValueError",), text=str(error))
        return replace(call, error=raised)


def said(catalogue: Catalogue, student: Callable[..., Any], calls: list[RecordedCall]) -> set[str]:
    cases = [
        CaseEvidence([answered(student, call)], is_passed=False, is_diagnosable=True)
        for call in calls
    ]
    findings = diagnose(
        catalogue, cases, WorkBudget(10 * MILLION), lambda call: of_student(answered(student, call))
    )
    return {sentence for finding in findings for sentence in finding.sentence.split("\n")}


def steps() -> list[RecordedCall]:
    chance = torch.Generator().manual_seed(3)
    tensors = [[torch.randn(s, generator=chance) for s in SHAPES] for _ in range(8)]
    settings: list[dict[str, float]] = [{}, {"decay": 0.5}, {"decay": 0.2}, {"decay": 0.9}]
    return [
        RecordedCall("step", (tensors[2 * n], tensors[2 * n + 1], 0.3 + n), given)
        for n, given in enumerate(settings)
    ]


def rates() -> list[RecordedCall]:
    settings = [(0, 0.3, 0.1), (3, 2.0, 0.5), (1, 0.7, 0.2), (4, 1.5, 0.9)]
    return [RecordedCall("rate_at", each, {}) for each in settings]


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        (lambda p, g, r, decay=0.0: right(p, [2 * x for x in g], r, decay), "multiplied by 2"),
        (lambda p, g, r, decay=0.0: right(p, [-x for x in g], r, decay), "opposite sign"),
        (lambda p, g, r, decay=0.0: right(g, p, r, decay), "and `gradients` were exchanged"),
        (lambda p, g, r, decay=0.0: right(p, g, r), "`decay` were always 0"),
        (lambda p, g, r, decay=0.0: right(p, g, decay, r), "`rate` and `decay` were exchanged"),
        (lambda p, g, r, decay=0.0: right(p, g, r, decay)[::-1], "result were in the opposite"),
        (
            lambda p, g, r, decay=0.0: tuple(x[::-1] for x in right(p, g, r, decay)),
            "",  # it is no map of ours: nothing false is said
        ),
        (right, ""),
    ],
)
def test_mistakes_about_lists_are_named(catalogue, wrong, words):
    sentences = said(catalogue, wrong, steps())

    assert any("`step` answers as if" in each for each in sentences) == bool(words)
    assert words in " ".join(sentences)


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        (lambda n, peak, last: 2 * right_rate(n, peak, last), "the result were multiplied by 2"),
        (lambda n, peak, last: right_rate(n, last, peak), "`peak` and `last` were exchanged"),
        (lambda n, peak, last: right_rate(n, peak, 0), "`last` were zero"),
        (lambda n, peak, last: right_rate(n, peak, 1 - last), "`last` were subtracted from 1"),
        (lambda n, peak, last: right_rate(n + 1, peak, last), "`number` were one more"),
        (right_rate, ""),
    ],
)
def test_mistakes_about_floats_are_named(catalogue, wrong, words):
    sentences = said(catalogue, wrong, rates())

    assert any("answers as if" in each for each in sentences) == bool(words)
    assert words in " ".join(sentences)


@pytest.mark.parametrize(
    ("value", "is_one"),
    [
        ([torch.ones(2), torch.ones(())], True),
        (([torch.ones(2)], [torch.ones(3)]), True),
        ([], False),
        ([torch.ones(2), 1.0], False),
        ((0.5, 0.25), False),
        (torch.ones(2), False),
    ],
)
def test_what_a_list_of_tensors_is(value, is_one):
    assert is_list(value) == is_one


def test_of_what_no_map_explains_the_smallest_call_is_named(catalogue):
    def wrong(p: list[Tensor], g: list[Tensor], rate: float, decay: float = 0.0) -> Any:
        new, taken = right(p, g, rate, decay)
        return [n + 3 * t.sin() for n, t in zip(new, taken, strict=True)], taken

    (sentence,) = said(catalogue, wrong, steps())

    begin = "The smallest call with a wrong answer is `step([float32 (1,)], [float32 (1,)],"
    assert sentence.startswith(begin)
