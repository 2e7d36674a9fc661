"""What comes of a call in the hands of the solution."""

from __future__ import annotations

import warnings
from types import ModuleType

import pytest
import torch
from torch import nn

from autograder.diagnosis.outcomes import agree
from autograder.diagnosis.recording import LayerConstruction, RecordedCall
from autograder.diagnosis.replay import LAYER, Replayer, of_student
from autograder.diagnosis.scripts import OBJECT


def double(number: int) -> int:
    warnings.warn("deprecated", stacklevel=1)
    return 2 * number


@pytest.mark.parametrize("way", ["replay", "numbers"])
def test_nobody_is_warned_of_calls_that_nobody_has_written(way, recwarn):
    module = ModuleType("solution")
    module.double, module.Layer = double, nn.Linear  # type: ignore[attr-defined]
    made = RecordedCall("Layer", (), {}, made=LayerConstruction((0, 2), {}, None), asked="state")
    replayer = Replayer()
    warnings.simplefilter("always")

    answers = [
        getattr(replayer, way)(call, module)
        for call in (RecordedCall("double", (2,), {}), RecordedCall("Layer", (0, 2), {}), made)
    ]
    replayer.close()

    assert [each.error for each in answers] == [None] * 3
    assert [each.answer for each in answers[:2]] == [4, LAYER]
    assert not recwarn.list


def adds_one(parts: list[torch.Tensor]) -> None:
    for part in parts:
        part += 1


def adds_none(parts: list[torch.Tensor]) -> None:
    for part in parts:
        part + 1


@pytest.mark.parametrize(("function", "is_changed"), [(adds_one, True), (adds_none, False)])
def test_what_is_written_into_the_tensors_of_a_list_is_noticed(function, is_changed):
    module = ModuleType("solution")
    module.change = function  # type: ignore[attr-defined]
    given = [torch.ones(2), torch.ones(())]
    replayer = Replayer()

    outcome = replayer.replay(RecordedCall("change", (given,), {}), module)
    replayer.close()

    assert outcome.is_changed is is_changed
    assert given[0].tolist() == [1, 1]


OBJECTS = """
class SGD:
    pass


class Vocabulary(dict):
    pass


def text():
    return "an object"
"""


@pytest.mark.parametrize("kind", ["SGD", "Vocabulary"])
def test_an_object_that_stayed_elsewhere_is_as_right_as_one_here(kind):
    module = ModuleType("solution")
    exec(OBJECTS, vars(module))  # noqa: S102 - it stands above
    call = RecordedCall(kind, (), {}, answer=OBJECT)
    replayer = Replayer()

    mine, right = of_student(call), replayer.replay(call, module)
    replayer.close()

    assert mine is not None
    assert agree(mine, right, right)


def test_a_text_is_no_object_whatever_it_says():
    module = ModuleType("solution")
    exec(OBJECTS, vars(module))  # noqa: S102 - it stands above
    call = RecordedCall("text", (), {}, answer=OBJECT)
    replayer = Replayer()

    mine, right = of_student(call), replayer.replay(call, module)
    replayer.close()

    assert mine is not None
    assert not agree(mine, right, right)
