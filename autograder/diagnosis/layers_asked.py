"""Asks a layer whether its answers are made of its parameters, and of nothing else that was drawn.

What a layer keeps of the numbers that it was made with, no check knows; but it shows: two layers
with the same parameters answer differently, or other parameters change nothing.
"""

from __future__ import annotations

from dataclasses import replace

import torch
from torch import Tensor

from autograder.diagnosis.asking import Asking
from autograder.diagnosis.evidence import CallGroup, Evidence, Names, nearly_agree
from autograder.diagnosis.outcomes import CallOutcome
from autograder.diagnosis.recording import LayerConstruction, RecordedCall

MOST_TRIED = 3  # calls


def not_of_its_parameters(group: CallGroup, asking: Asking) -> tuple[Names, str]:
    """A name and a sentence; none where its answers follow from its parameters, or nothing came."""
    called = [
        each
        for each in group.wrong
        if isinstance(each.call.made, LayerConstruction)
        and each.call.made.state
        and each.call.asked == "call"
    ]
    for each in [each for each in called if each.has_wrong_numbers][:MOST_TRIED]:
        if _answers_differ(each, asking):
            sentence = (
                f"Two `{group.function}`s with the same parameters answer differently: yours uses "
                "numbers that are not those of its parameters, but were drawn at random, or stood "
                "in memory that nothing was written into. Whatever `forward` reckons with has to "
                "be made of the parameters, as they are by then."
            )
            return (f"{group.function}:answer:not_of_its_parameters",), sentence
        if key := _without_effect(each, asking):
            sentence = (
                f"`{group.function}` answers the same whatever `{key}` is. Does `forward` use the "
                "parameter itself, as it is by then?"
            )
            return (f"{group.function}:parameter:{key}:has_no_effect",), sentence
    return (), ""


def _answers_differ(evidence: Evidence, asking: Asking) -> bool:
    """Whether two more layers with the same parameters answer differently."""
    once, again = asking.one(evidence.call), asking.one(_twice(evidence.call))
    if once is None or again is None:
        return False
    return _is_twice(once.right, again.right) and not _is_twice(once.mine, again.mine)


def _twice(call: RecordedCall) -> RecordedCall:
    """The call with each tensor twice, one behind the other: no call that was asked before."""

    def doubled(value: object) -> object:
        return torch.cat([value, value]).detach() if isinstance(value, Tensor) else value

    return _anew(replace(call, args=tuple(map(doubled, call.args))))


def _is_twice(once: CallOutcome, again: CallOutcome) -> bool:
    if not isinstance(once.answer, Tensor) or not isinstance(again.answer, Tensor):
        return once.answer is None or again.answer is None  # a crash tells nothing
    return nearly_agree(again, CallOutcome(torch.cat([once.answer, once.answer])))


def _without_effect(evidence: Evidence, asking: Asking) -> str:
    """The parameter that may be any other without changing the answer; '' if there is none."""
    made = evidence.call.made
    state = made.state if isinstance(made, LayerConstruction) else None
    if not isinstance(made, LayerConstruction) or state is None:
        return ""
    for key, value in state.items():
        if value.is_floating_point() and value.numel():
            other = {**state, key: value.detach().flip(0) * 2 + 1}
            call = _anew(replace(evidence.call, made=replace(made, state=other)))
            asked = asking.one(call)
            if asked is None or not isinstance(asked.mine.answer, Tensor):
                continue
            is_same = nearly_agree(asked.mine, evidence.mine)
            if is_same and not nearly_agree(asked.right, evidence.right):
                return key
    return ""


def _anew(call: RecordedCall) -> RecordedCall:
    return replace(call, answer=None, error=None, backwards=[])
