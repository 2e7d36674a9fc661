"""Layers whose state holds more than is asked for: parameters or buffers of other names."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import torch
from torch import nn

from autograder.diagnosis.changed_layers import changed_once_made
from autograder.diagnosis.misconceptions import Misconception
from autograder.text.listing import listed

States = Sequence[tuple[Mapping[str, Any], Mapping[str, Any]]]  # the student's, and the right one
Side = int | tuple[str, int]  # so long, or as long as that axis of that parameter


def of_states(function: str, states: States) -> Iterator[tuple[str, Misconception]]:
    """By name, what explains that states hold the same names more than the right ones.

    Those of parameters alone hold no buffers.
    """
    asked_for = {key for _, right in states for key in right}
    states = [(mine, right) for mine, right in states if mine.keys() > right.keys()]
    more = {tuple(key for key in mine if key not in right) for mine, right in states}
    keys = next(iter(more), ())
    if len(more) != 1 or not asked_for.isdisjoint(keys):
        return  # such as a bias where none is asked for
    shapes = {key: _shape(key, states) for key in keys}
    known = {k: (s, _dtype(states[0][0][k])) for k, s in shapes.items() if s is not None}
    if len(known) == len(keys):
        for are_buffers in (True, False):
            name = f"{function}:{'buffers' if are_buffers else 'parameters'}:more"
            yield name, with_more(name, function, known, are_buffers=are_buffers)


def _shape(key: str, states: States) -> Sequence[Side] | None:
    """The shape in all states, each side said by what is as long everywhere; None if none is."""
    own = [_told(mine[key]) for mine, _ in states]
    if any(each is None or len(each) != len(own[0] or ()) for each in own):
        return None
    sides: list[Side] = []
    for axis in range(len(own[0] or ())):
        lengths = [each[axis] for each in own if each is not None]
        side = lengths[0] if len(set(lengths)) == 1 else _as_long(lengths, states)
        if side is None:
            return None
        sides.append(side)
    return sides


def _as_long(lengths: Sequence[int], states: States) -> Side | None:
    for key in states[0][1]:
        shapes = [_told(right.get(key)) or () for _, right in states]
        for axis in range(min(map(len, shapes))):
            if [shape[axis] for shape in shapes] == list(lengths):
                return key, axis
    return None


def _told(told: object) -> tuple[int, ...] | None:
    """The shape of which a state tells first; None if there is none."""
    first = told[0] if isinstance(told, tuple) and told else None
    return first if isinstance(first, tuple) else None


def _dtype(told: object) -> torch.dtype:
    """What a state tells after the shape."""
    known = told[1] if isinstance(told, tuple) and len(told) > 1 else None
    found = getattr(torch, str(known).removeprefix("torch."), None)
    return found if isinstance(found, torch.dtype) else torch.float32


def with_more(
    name: str,
    function: str,
    shapes: Mapping[str, tuple[Sequence[Side], torch.dtype]],
    *,
    are_buffers: bool,
) -> Misconception:
    """A layer that has parameters or buffers of these names, too."""

    def change(layer: Any, settings: Mapping[str, Any]) -> None:
        for key, (shape, dtype) in shapes.items():
            made = torch.zeros([_length(side, layer) for side in shape], dtype=dtype)
            # Past `register_buffer`: the right layer may have a plain attribute of this name.
            if are_buffers:
                layer._buffers[key] = made
            else:
                learns = made.is_floating_point()
                layer._parameters[key] = nn.Parameter(made, requires_grad=learns)

    which = listed([f"`{key}`" for key in shapes])
    sentence = (
        f"Your `{function}` keeps {which} in its state as well, which nobody asks for: a state "
        "dict of the right layer does not fit any more. "
    )
    sentence += (
        "Which of these have to be saved, and what would a plain attribute do?"
        if are_buffers
        else "Is there anything to be learned in them?"
    )
    return changed_once_made(name, sentence, change)


def _length(side: Side, layer: Any) -> int:
    if isinstance(side, int):
        return side
    key, axis = side
    return int(layer.state_dict()[key].shape[axis])
