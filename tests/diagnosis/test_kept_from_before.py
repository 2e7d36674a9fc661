"""Code whose answers depend on the calls before."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import torch

from autograder.diagnosis.asking import Asking
from autograder.diagnosis.evidence import CallGroup, Evidence
from autograder.diagnosis.kept_from_before import kept_from_before
from autograder.diagnosis.outcomes import CallOutcome
from autograder.diagnosis.recording import LayerConstruction, RecordedCall
from autograder.diagnosis.scripts import Made, Script

NUMBERS = (1.0, 2.0, 3.0)
OF_AN_OBJECT = Script((), Made(0), "answer")
OF_A_LAYER = LayerConstruction((), {}, {})


class Oracle:
    """Doubles numbers."""

    def right(self, call: RecordedCall) -> CallOutcome:
        return CallOutcome(2 * call.args[0])


def group_of(
    answers: Callable[[float], float], made: Script | LayerConstruction | None = None
) -> CallGroup:
    """What came of the calls when the checks made them; the first was right."""
    evidence = []
    for number in NUMBERS:
        call = RecordedCall("double", (torch.tensor([number]),), {}, made=made)
        mine = CallOutcome(torch.tensor([answers(number)]))
        right = Oracle().right(call)
        is_wrong = mine.answer.item() != right.answer.item()  # type: ignore[attr-defined]
        evidence.append(Evidence(0, call, mine, right, is_accepted=False, is_wrong=is_wrong))
    return CallGroup("double", refuses=False, evidence=tuple(evidence))


class Keeping:
    """Gives its first answer again and again, until its process is another."""

    def __init__(self) -> None:
        self.kept: list[float] = []

    def answer(self, number: float) -> float:
        self.kept = self.kept or [2 * number]
        return self.kept[0]

    def start_over(self) -> None:
        self.kept = []


def asking(answers: Callable[[float], float]) -> Asking:
    def ask(call: RecordedCall) -> CallOutcome:
        return CallOutcome(torch.tensor([answers(call.args[0].item())]))

    return Asking(ask, Oracle())  # type: ignore[arg-type]


def test_what_is_right_only_where_it_comes_first_is_told() -> None:
    student = Keeping()
    group = group_of(student.answer)

    found = kept_from_before(group, asking(student.answer), student.start_over)

    assert found is not None
    assert found[0] == "double:answer:kept_from_before"
    assert found[1].startswith("`double` is right when a call comes first, and wrong when the very")
    assert "kept from call to call (in a dictionary, a global, a class, or a default" in found[1]


@pytest.mark.parametrize("made", [OF_AN_OBJECT, OF_A_LAYER])
def test_of_objects_it_is_said_that_the_class_may_keep_it(made: Script | LayerConstruction) -> None:
    student = Keeping()
    group = group_of(student.answer, made)

    found = kept_from_before(group, asking(student.answer), student.start_over)

    assert found is not None
    assert found[1].startswith("`double` is right when its first object is asked, and wrong when")
    assert "kept from object to object (in the class itself, a default argument" in found[1]


def test_a_function_that_is_given_an_object_is_still_a_function() -> None:
    student = Keeping()
    group = group_of(student.answer, Script(()))

    found = kept_from_before(group, asking(student.answer), student.start_over)

    assert found is not None
    assert "kept from call to call" in found[1]


def test_what_is_wrong_anyway_keeps_nothing() -> None:
    def wrong(number: float) -> float:
        return number

    assert kept_from_before(group_of(wrong), asking(wrong), lambda: None) is None


def test_where_no_other_process_can_be_had_nothing_is_told() -> None:
    student = Keeping()

    assert kept_from_before(group_of(student.answer), asking(student.answer), None) is None


def test_a_single_wrong_call_proves_nothing() -> None:
    student = Keeping()
    group = group_of(student.answer)
    one = CallGroup("double", refuses=False, evidence=group.evidence[:2])

    assert kept_from_before(one, asking(student.answer), student.start_over) is None
