"""Layers of which parameters are drawn in another dtype than is asked for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import torch
from torch import Tensor, nn

from autograder.diagnosis.changed_layers import changed_once_made
from autograder.diagnosis.misconceptions import Misconception
from autograder.text.listing import listed

Dtypes = Mapping[str, tuple[str, str]]  # of parameters by their names: their own, and the right one
States = Sequence[tuple[Mapping[str, Any], Mapping[str, Any]]]  # the student's, and the right one


def of_dtypes(function: str, states: States) -> Iterator[tuple[str, Misconception]]:
    """By name, what explains the dtypes of new layers, if the same two are exchanged in all."""
    dtypes = _other_dtypes(states)
    if len(set(dtypes.values())) == 1:
        name = f"{function}:parameters:of_another_dtype"
        yield name, retyped(name, function, dtypes)


def _other_dtypes(states: States) -> Dtypes:
    found = {}
    for mine, right in states:
        for key in sorted(mine.keys() & right.keys()):
            own, asked = _dtype(mine[key]), _dtype(right[key])
            if own and asked and own != asked:
                found[key] = own, asked
    return found


def _dtype(told: object) -> str:
    """What a new layer's state tells of a parameter after its shape; '' where that is known."""
    if isinstance(told, Tensor) or not isinstance(told, tuple):
        return ""
    return str(told[1]).removeprefix("torch.")


def retyped(name: str, function: str, dtypes: Dtypes) -> Misconception:
    """A layer whose parameters have these dtypes of their own."""

    def change(layer: Any, settings: Mapping[str, Any]) -> None:
        for key, (own, _) in dtypes.items():
            drawn = layer._parameters.get(key)
            if drawn is not None:
                made = drawn.detach().to(getattr(torch, own))
                learns = made.is_floating_point()
                layer._parameters[key] = nn.Parameter(made, requires_grad=learns)

    own, asked = next(iter(dtypes.values()))
    which = listed([f"`{key}`" for key in dtypes])
    sentence = (
        f"{which} of your `{function}` {'are' if len(dtypes) > 1 else 'is'} {own} where {asked} is "
        "asked for. What makes the numbers, and which dtype does it choose?"
    )
    return changed_once_made(name, sentence, change)
