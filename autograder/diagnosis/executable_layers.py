"""Wrong layers that can be executed: maps of what a layer answers, and of its parameters."""

from __future__ import annotations

from typing import Any

from autograder.diagnosis.executable import function_of, sentence_of
from autograder.diagnosis.maps import Map
from autograder.diagnosis.misconceptions import Misconception


def of_layer(name: str, map_: Map) -> Misconception:
    """The map of what a layer answers."""

    def wrong(right: Any) -> Any:
        class Mapped(right):  # type: ignore[misc]  # a layer of the course's
            def forward(self, *args: Any, **kwargs: Any) -> Any:
                return map_.change(super().forward(*args, **kwargs), {})

        return Mapped

    return Misconception(name, function_of(name), sentence_of(name, "the result", map_), wrong)


def unregistered(name: str, parameter: str) -> Misconception:
    """A layer of which one parameter is a plain tensor."""

    def wrong(right: Any) -> Any:
        class Mapped(right):  # type: ignore[misc]  # a layer of the course's
            def __init__(self, *args: Any, **kwargs: Any) -> None:
                super().__init__(*args, **kwargs)
                plain = self._parameters.pop(parameter, None)
                setattr(self, parameter, None if plain is None else plain.detach())

        return Mapped

    sentence = (
        f"`{parameter}` of your `{function_of(name)}` is a plain tensor, which no optimiser will "
        "find. What turns a tensor into a parameter?"
    )
    return Misconception(name, function_of(name), sentence, wrong)
