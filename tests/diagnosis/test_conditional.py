"""Functions with two ways of which one is wrong: what is said of the calls that go it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
import torch
from torch import Tensor

from autograder.diagnosis.diagnose import diagnose
from autograder.diagnosis.evidence import CaseEvidence
from autograder.diagnosis.misconceptions import Catalogue
from autograder.diagnosis.oracle import Oracle
from autograder.diagnosis.outcomes import CallOutcome
from autograder.diagnosis.recording import RecordedCall
from autograder.diagnosis.replay import Replayer
from autograder.diagnosis.work import MILLION, WorkBudget

SOLUTION = '''
def thin(images, step=1):
    """Every so many rows."""
    return images[:, ::step]
'''
CATALOGUE = """
AXES = {"images": ("picture", "row"), "return": ("picture", "row")}


def _call(numbers, pictures, rows, step):
    return {"images": numbers(pictures, rows), "step": step}


PROBES = {"thin": (_call, {"pictures": (2, 1, 3), "rows": (6, 5, 7), "step": (1, 2, 3)})}
"""
SETTINGS = [((2, 5), 1), ((1, 4), 2), ((3, 6), 1), ((2, 7), 3), ((1, 6), 2), ((2, 4), 1)]
Student = Callable[[Tensor, int], Tensor]


@pytest.fixture
def catalogue(tmp_path: Path) -> Catalogue:
    (tmp_path / "thinning.py").write_text(SOLUTION)
    (tmp_path / "mistakes.py").write_text(CATALOGUE)
    return Catalogue(tmp_path / "thinning.py", tmp_path / "mistakes.py")


def found(catalogue: Catalogue, student: Student) -> tuple[set[str], set[str]]:
    """The names and sentences about a student who answers like this."""
    cases = []
    for number, (shape, step) in enumerate(SETTINGS):
        images = torch.randn(shape, generator=torch.Generator().manual_seed(number))
        call = RecordedCall("thin", (images,), {"step": step}, answer=student(images, step))
        cases.append(CaseEvidence([call], is_passed=False, is_diagnosable=True))

    def ask(call: RecordedCall) -> CallOutcome:
        images, step = call.args[0], call.kwargs.get("step", 1)
        return CallOutcome(student(images, step))

    findings = diagnose(catalogue, cases, WorkBudget(10 * MILLION), ask)
    names = {name for finding in findings for name in finding.mistakes}
    return names, {finding.sentence for finding in findings if finding.sentence}


def thin(images: Tensor, step: int) -> Tensor:
    return images[:, ::step]


def test_a_map_of_some_calls_is_said_with_what_they_have_in_common(catalogue: Catalogue) -> None:
    names, sentences = found(catalogue, lambda i, s: thin(i, s) if s == 1 else -thin(i, s))

    assert names == {"thin:answer:negative:where:step_is_not_1"}
    assert sentences == {
        "Where `step` is not 1: `thin` answers as if the result had the opposite sign."
    }


def test_without_anything_in_common_nothing_is_named(catalogue: Catalogue) -> None:
    def student(images: Tensor, step: int) -> Tensor:
        answer = thin(images, step)
        return -answer if images[0, 0] > 0 else answer

    assert found(catalogue, student)[0] == set()


def test_what_fresh_calls_refute_is_not_named(catalogue: Catalogue) -> None:
    asked = iter(range(1000))

    def student(images: Tensor, step: int) -> Tensor:
        answer = thin(images, step)
        if step == 1:
            return answer
        return -answer if next(asked) < len(SETTINGS) / 2 else answer + 1

    assert found(catalogue, student)[0] == set()


def test_right_answers_have_no_name(catalogue: Catalogue) -> None:
    assert found(catalogue, thin) == (set(), set())


def test_nothing_is_kept_of_the_arguments_of_a_replay(catalogue: Catalogue) -> None:
    replayer, is_so = Replayer(), iter([True, False])
    oracle, arguments = Oracle(catalogue, replayer), {"step": 1}

    found = [oracle.known_of(arguments, lambda: {"it is": next(is_so)}) for _ in range(2)]

    replayer.close()
    assert found == [{"it is": True}, {"it is": False}]
