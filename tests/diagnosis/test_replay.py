"""What comes of a call in the hands of the solution."""

from __future__ import annotations

import warnings
from types import ModuleType

import pytest
import torch
from torch import nn

from autograder.diagnosis.outcomes import agree
from autograder.diagnosis.recording import (
    LayerConstruction,
    RecordedCall,
    WatchedLayer,
    record_backward,
)
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


def halves(numbers: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    return numbers * 2, numbers * 3


def cut_off(numbers: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    return numbers * 2, numbers.detach() * 3


def steeper(numbers: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    return numbers * 2, numbers.detach() * 2 + numbers


@pytest.mark.parametrize(
    ("function", "needs_grad", "gradient"),
    [(halves, (0, 1), 3.0), (cut_off, (0,), None), (steeper, (0, 1), 1.0)],
)
def test_the_way_back_is_replayed_from_the_part_that_was_asked(function, needs_grad, gradient):
    module = ModuleType("solution")
    module.halves = function  # type: ignore[attr-defined]
    numbers = torch.ones(1, requires_grad=True)
    call = RecordedCall("halves", (numbers,), {}, answer=halves(numbers))
    record_backward(call)
    call.answer[1].backward()
    replayer = Replayer()

    outcome = replayer.replay(call, module)
    replayer.close()

    assert [back.part for back in call.backwards] == [1]
    assert outcome.needs_grad == needs_grad
    assert not outcome.answer[0].requires_grad
    assert outcome.gradients == ((None if gradient is None else torch.tensor([gradient]),),)


class Two(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.left, self.right = nn.Parameter(torch.ones(1)), nn.Parameter(torch.ones(1))

    def forward(self, numbers: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        return numbers * self.left, numbers * self.right


@pytest.mark.parametrize("parts", [(), (0,), (0, 1)])
def test_gradients_of_parameters_come_of_the_parts_that_went_back(parts):
    module = ModuleType("solution")
    module.Two = Two  # type: ignore[attr-defined]
    made = LayerConstruction((), {}, {"left": torch.ones(1), "right": torch.ones(1)})
    calls: list[RecordedCall] = []
    mine = Two()
    watched = WatchedLayer(Here(mine), "Two", made, calls)
    answer = watched(torch.ones(2))
    for part in parts:
        answer[part].sum().backward()
    watched.gradients()
    replayer = Replayer()

    of_mine, of_solution = of_student(calls[-1]), replayer.replay(calls[-1], module)
    replayer.close()

    assert of_mine is not None
    assert of_mine.answer == {"left": 0 in parts, "right": 1 in parts}
    assert agree(of_mine, of_solution, of_solution)


class Here:
    """A layer of this process, with what a check asks of one."""

    def __init__(self, layer: nn.Module) -> None:
        self._layer = layer

    def __call__(self, numbers: torch.Tensor) -> object:
        return self._layer(numbers)

    def gradients(self) -> dict[str, torch.Tensor | None]:
        return {name: value.grad for name, value in self._layer.named_parameters()}
