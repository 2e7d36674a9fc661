"""A call as staff read it, and what is recorded of it."""

from __future__ import annotations

import gc
import weakref

import pytest
import torch

from autograder.diagnosis.recording import (
    LayerConstruction,
    RecordedCall,
    WatchedLayer,
    record_backward,
)

PAIR = [torch.ones(2, 3), torch.ones(())]
SHOWN = {
    "f(float32 (2, 3), 0.5)": (torch.ones(2, 3), 0.5),
    "f([float32 (2, 3), float32 ()])": (PAIR,),
    "f([[float32 (2, 3), float32 ()]], (float32 (),))": ([PAIR], (torch.ones(()),)),
    "f([float32 (), float32 (), float32 (), float32 (), …])": ([torch.ones(())] * 5,),
    "f([])": ([],),
}


@pytest.mark.parametrize("shown", SHOWN)
def test_arguments_are_shown_by_their_shapes_also_in_lists(shown):
    assert str(RecordedCall("f", SHOWN[shown], {})) == shown


def test_what_is_cut_off_says_so():
    shown = str(RecordedCall("f", (list(range(100)),), {}))

    assert shown.endswith("…)")
    assert len(shown) < 100


def test_a_call_that_gradients_flowed_through_is_freed():
    argument = torch.ones(2, requires_grad=True)
    call = RecordedCall("f", (argument,), {}, answer=-argument)
    record_backward(call)
    call.answer.sum().backward()
    [flowed] = call.backwards
    assert torch.equal(flowed.gradients[0], -torch.ones(2))

    is_there = weakref.ref(call)
    del call
    gc.collect()
    assert is_there() is None


class Scaling(torch.nn.Module):
    """A layer of which one parameter has no effect."""

    def __init__(self):
        super().__init__()
        self.scale = torch.nn.Parameter(torch.ones(()))
        self.idle = torch.nn.Parameter(torch.ones(()))

    def forward(self, numbers):
        return numbers * self.scale

    def gradients(self):
        return {name: value.grad for name, value in self.named_parameters()}


def test_gradients_of_a_layer_are_recorded_with_the_call_that_they_come_from():
    calls = []
    layer = WatchedLayer(Scaling(), "Scaling", LayerConstruction((), {}), calls)
    numbers = torch.ones(3, requires_grad=True)
    layer(numbers).sum().backward()

    gradients = layer.gradients()

    assert gradients.keys() == {"scale", "idle"}
    assert calls[-1].asked == "gradients"
    assert calls[-1].args == (numbers,)
    came = {name: value is not None for name, value in calls[-1].answer.items()}
    assert came == {"scale": True, "idle": False, "argument 1": True}
    assert str(calls[-1]) == "Scaling()(float32 (3,)).sum().backward()"


def test_gradients_of_a_layer_that_was_not_called_are_no_evidence():
    calls = []

    WatchedLayer(Scaling(), "Scaling", LayerConstruction((), {}), calls).gradients()

    assert calls == []
