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
    """Whether two more layers with the same parameters answer the same call differently."""
    once, again = (asking.one(_anew(evidence.call)) for _ in range(2))
    if once is None or again is None:
        return False
    if not isinstance(once.mine.answer, Tensor) or not isinstance(again.mine.answer, Tensor):
        return False  # a crash tells nothing
    return not nearly_agree(once.mine, again.mine)


def _without_effect(evidence: Evidence, asking: Asking) -> str:
    """The parameter that may be any other without changing answers; '' if there is none."""
    made = evidence.call.made
    state = made.state if isinstance(made, LayerConstruction) else None
    if not isinstance(made, LayerConstruction) or state is None:
        return ""
    for key, value in state.items():
        if value.is_floating_point() and value.numel():
            other = replace(made, state={**state, key: value.detach().flip(0) * 2 + 1})
            # What is left of one picture may be nothing, such as less its mean: so two are asked.
            calls = (evidence.call, _of_two_kinds(evidence.call))
            if all(_changes_nothing(call, other, asking) for call in calls):
                return key
    return ""


def _changes_nothing(call: RecordedCall, other: LayerConstruction, asking: Asking) -> bool:
    """Whether the call's answer stays the same if the layer is another, though it should not."""
    before, after = asking.one(_anew(call)), asking.one(_anew(replace(call, made=other)))
    if before is None or after is None or not isinstance(after.mine.answer, Tensor):
        return False
    is_same = nearly_agree(after.mine, before.mine)
    return is_same and not nearly_agree(after.right, before.right)


def _of_two_kinds(call: RecordedCall) -> RecordedCall:
    """The call with each tensor of numbers twice, one behind the other: as it is, and another."""

    def both(value: object) -> object:
        if not isinstance(value, Tensor) or not value.is_floating_point() or not value.ndim:
            return value
        return torch.cat([value, 2 * value.flip(0) + 1]).detach()

    return replace(call, args=tuple(map(both, call.args)))


def _anew(call: RecordedCall) -> RecordedCall:
    return replace(call, answer=None, error=None, backwards=[])
