"""Which set of known mistakes is found to explain answers, and when none is."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import torch
from torch import Tensor

from autograder.diagnosis.diagnose import Finding, diagnose
from autograder.diagnosis.evidence import CaseEvidence
from autograder.diagnosis.misconceptions import Catalogue
from autograder.diagnosis.outcomes import CallOutcome
from autograder.diagnosis.recording import RecordedCall
from autograder.diagnosis.work import MILLION, WorkBudget
from autograder.errors import StudentRaised

SOLUTION = '''
def scale(numbers, factor=1, offset=0):
    """Multiply and add."""
    if factor == 0:
        raise ValueError("nothing would be left")
    return numbers * factor + offset
'''
CATALOGUE = '''
def forgets_the_factor(scale):
    """The factor does not matter."""
    return lambda numbers, factor=1, offset=0: scale(numbers, 1 if factor else 0, offset)


def forgets_the_offset(scale):
    """The offset does not matter."""
    return lambda numbers, factor=1, offset=0: scale(numbers, factor, 0)


def subtracts_the_offset(scale):
    """The offset has the wrong sign."""
    return lambda numbers, factor=1, offset=0: scale(numbers, factor, -offset)


def is_never_negative(scale):
    """Nothing is below zero."""
    return lambda numbers, factor=1, offset=0: scale(numbers, factor, offset).relu()


def cuts_the_gradient(scale):
    """Nothing flows back."""
    return lambda numbers, factor=1, offset=0: scale(numbers, factor, offset).detach()


def refuses_nothing(scale):
    """What is impossible is answered."""
    return lambda numbers, factor=1, offset=0: numbers * factor + offset
'''
SETTINGS: list[dict[str, Any]] = [
    {},
    {"factor": 3},
    {"offset": 2},
    {"factor": 2, "offset": 5},
    {"factor": -2},
    {"factor": 0},
]

Answer = Callable[..., Tensor]


@pytest.fixture
def catalogue(tmp_path: Path) -> Catalogue:
    (tmp_path / "scaling.py").write_text(SOLUTION)
    (tmp_path / "mistakes.py").write_text(CATALOGUE)
    return Catalogue(tmp_path / "scaling.py", tmp_path / "mistakes.py")


def found(
    catalogue: Catalogue,
    student: Answer,
    work: int = 10 * MILLION,
    ask: Callable[[RecordedCall], CallOutcome | None] = lambda call: None,
) -> list[Finding]:
    """What is found out about a student who answers like this."""
    cases = []
    for number, settings in enumerate(SETTINGS):
        numbers = torch.randn(4, generator=torch.Generator().manual_seed(number))
        numbers += 10 * (number % 3)  # some have negative numbers, others don't
        numbers.requires_grad_(number == 1)
        try:
            call = RecordedCall("scale", (numbers,), settings, answer=student(numbers, **settings))
        except (ValueError, TypeError) as error:
            names = (type(error).__name__,)
            raised = StudentRaised("crashed", type_names=names)
            call = RecordedCall("scale", (numbers,), settings, error=raised)
        cases.append(CaseEvidence([call], is_passed=False, is_diagnosable=True))
    return diagnose(catalogue, cases, WorkBudget(work), ask)


def names(findings: list[Finding]) -> set[str]:
    return {name for finding in findings for name in finding.mistakes}


def checked(answer: Answer) -> Answer:
    """The answer, but factor 0 is refused."""

    def scale(numbers: Tensor, factor: float = 1, offset: float = 0) -> Tensor:
        if factor == 0:
            raise ValueError
        return answer(numbers, factor, offset)

    return scale


@pytest.mark.parametrize(
    ("student", "mistakes"),
    [
        (checked(lambda n, f, o: n + o), {"forgets_the_factor"}),
        (checked(lambda n, f, o: n * f), {"forgets_the_offset"}),
        (checked(lambda n, f, o: n), {"forgets_the_factor", "forgets_the_offset"}),
        (checked(lambda n, f, o: n - o), {"forgets_the_factor", "subtracts_the_offset"}),
        (
            checked(lambda n, f, o: (n - o).relu()),
            {"forgets_the_factor", "subtracts_the_offset", "is_never_negative"},
        ),
        (lambda n, factor=1, offset=0: n * factor + offset, {"refuses_nothing"}),
    ],
)
def test_the_smallest_set_is_named(
    catalogue: Catalogue, student: Answer, mistakes: set[str]
) -> None:
    findings = found(catalogue, student)

    assert names(findings) == mistakes


def test_each_case_shows_the_mistakes_that_matter_there(catalogue: Catalogue) -> None:
    findings = found(catalogue, checked(lambda n, f, o: n - o))

    assert [finding.mistakes for finding in findings] == [
        (),
        ("forgets_the_factor",),
        ("subtracts_the_offset",),
        ("forgets_the_factor", "subtracts_the_offset"),
        ("forgets_the_factor",),
        (),
    ]


def test_mistakes_made_together_are_told_in_the_same_words_wherever_one_shows(
    catalogue: Catalogue,
) -> None:
    findings = found(catalogue, checked(lambda n, f, o: n - o))

    (sentence,) = {finding.sentence for finding in findings if finding.mistakes}
    assert sentence.startswith("Your answers are exactly those of known mistakes made together:")
    assert "The factor does not matter." in sentence


def test_a_mistake_is_named_though_the_gradient_is_cut_too(catalogue: Catalogue) -> None:
    findings = found(catalogue, checked(lambda n, f, o: (n + o).detach()))

    assert names(findings) == {"forgets_the_factor", "cuts_the_gradient"}


def test_a_mistake_is_named_though_other_calls_crash(catalogue: Catalogue) -> None:
    def student(numbers: Tensor, factor: float, offset: float) -> Tensor:
        if factor < 0:
            raise TypeError
        return numbers * factor

    findings = found(catalogue, checked(student))

    assert names(findings) == {"forgets_the_offset"}
    assert findings[2].sentence.startswith("Your answers look like those of a known mistake:")


def test_a_crash_alone_names_nothing(catalogue: Catalogue) -> None:
    def student(numbers: Tensor, factor: float, offset: float) -> Tensor:
        if factor != 1:
            raise TypeError
        return numbers + offset

    assert names(found(catalogue, checked(student))) == set()


def test_another_mistake_is_not_named(catalogue: Catalogue) -> None:
    assert names(found(catalogue, checked(lambda n, f, o: n * f + 2 * o))) == set()


@pytest.mark.parametrize("is_same_when_asked", [True, False])
def test_two_mistakes_are_named_only_if_fresh_calls_do_not_refute_them(
    catalogue: Catalogue, is_same_when_asked: bool
) -> None:
    student = checked(lambda n, f, o: n - o)

    def ask(call: RecordedCall) -> CallOutcome:
        answer = student(*call.args, **call.kwargs)
        return CallOutcome(answer if is_same_when_asked else answer * 3 + 1)

    named = names(found(catalogue, student, ask=ask))

    assert (named == {"forgets_the_factor", "subtracts_the_offset"}) is is_same_when_asked
    assert is_same_when_asked or "subtracts_the_offset" not in named


def test_nothing_is_found_in_right_answers(catalogue: Catalogue) -> None:
    findings = found(catalogue, checked(lambda n, f, o: o + f * n))

    assert findings == [Finding()] * len(SETTINGS)


def test_the_search_ends_when_its_time_is_over(catalogue: Catalogue) -> None:
    started = time.process_time()

    findings = found(catalogue, checked(lambda n, f, o: n - o), work=0)

    assert names(findings) == set()
    assert time.process_time() - started < 5
