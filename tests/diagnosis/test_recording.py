"""A call as staff read it, and what is recorded of it."""

from __future__ import annotations

import gc
import weakref

import pytest
import torch

from autograder.diagnosis.recording import RecordedCall, record_backward

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
