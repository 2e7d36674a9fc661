"""As-if hypotheses: a map at a place of a function, on one of its arguments or on its answer.

Each is a wrong answer that can be executed, as a misconception is, so that both go together. Its
name is stable: `conv2d:bias:times_2`. Which places a function has is read from recorded calls;
words for axes are the course's (`AXES`).
"""

from __future__ import annotations

import functools
import inspect
import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from torch import Tensor

from autograder import expect
from autograder.diagnosis import maps, maps_of_axes, maps_of_shape, maps_of_values
from autograder.diagnosis.evidence import Evidence
from autograder.diagnosis.maps import Arguments, Map, Quantity
from autograder.diagnosis.misconceptions import Catalogue, Misconception
from autograder.diagnosis.properties import bound, is_plain, signature_of

ANSWER = "answer"


@dataclass(frozen=True)
class Place:
    """An argument, or the answer, with the values that the calls have there."""

    name: str
    values: tuple[Any, ...]
    axes: tuple[str, ...]
    default: Any = inspect.Parameter.empty

    @property
    def is_plain(self) -> bool:
        """Whether it is an int or a pair of ints (or none)."""
        known = [value for value in self.values if value is not None]
        return bool(known) and all(is_plain(value) for value in known)

    @property
    def is_tensor(self) -> bool:
        """Whether it is a tensor or an array, of as many axes each time."""
        known = [value for value in self.values if value is not None]
        are_tensors = all(isinstance(value, Tensor | np.ndarray) for value in known)
        return bool(known) and are_tensors and len({value.ndim for value in known}) == 1


def hypotheses(
    function: str, evidence: Sequence[Evidence], catalogue: Catalogue
) -> dict[str, Misconception]:
    """All of a function, by name: the simplest first. None for what is no plain function."""
    thing = getattr(catalogue.right, function, None)
    if not inspect.isfunction(thing):
        return {}
    signature = signature_of(thing)
    *arguments, answer = _places(thing, evidence, catalogue)
    quantities = list(_quantities(arguments))
    found: dict[str, Misconception] = {}
    settings = [place for place in arguments if place.is_plain]
    others = [place for place in reversed(arguments) if not place.is_plain]
    for place in (*settings, answer, *others):
        for each in _maps_of(place, arguments, quantities):
            name = f"{function}:{place.name}:{each.name}"
            found[name] = _hypothesis(name, function, signature, place, each)
    return found


def _places(thing: Any, evidence: Sequence[Evidence], catalogue: Catalogue) -> Iterator[Place]:
    given: dict[str, list[Any]] = {}
    for each in evidence:
        for parameter, value in bound(each.call, catalogue.right):
            given.setdefault(parameter.name, []).append(value)
    defaults = {name: p.default for name, p in signature_of(thing).parameters.items()}
    for name, values in given.items():
        yield Place(name, tuple(values), _axes(values, catalogue.axes.get(name)), defaults[name])
    answers = [each.right.answer for each in evidence if each.right.error is None]
    yield Place(ANSWER, tuple(answers), _axes(answers, catalogue.axes.get("return")))


def _axes(values: Sequence[Any], words: Sequence[str] | None) -> tuple[str, ...]:
    """Words for the axes: the course's, or the usual ones."""
    axes = next((value.ndim for value in values if hasattr(value, "ndim")), 0)
    if words is not None and len(words) == axes:
        return tuple(words)
    return tuple(expect.AXES.get(axes) or (f"entry along axis {axis}" for axis in range(axes)))


def _maps_of(
    place: Place, arguments: Sequence[Place], quantities: Sequence[Quantity]
) -> Iterator[Map]:
    if place.is_plain:
        is_pair = any(isinstance(value, tuple) for value in place.values)
        others = [] if place.name == ANSWER else list(_replacements(place, arguments, is_pair))
        yield from maps.of_numbers(place.default, others, is_pair=is_pair)
    elif place.is_tensor:
        yield from maps_of_values.of_values(quantities)
        yield from maps_of_axes.of_axes(place.axes)
        if place.name == ANSWER:
            yield from maps_of_shape.of_shape(place.axes)
        elif place.default is None:
            yield Map("ignored", "{it} were left out", lambda value, arguments: None)


def _replacements(place: Place, arguments: Sequence[Place], is_pair: bool) -> Iterator[Quantity]:
    """What a number may have been taken for: another argument, or the sides of a tensor."""
    for other in arguments:
        if other.name != place.name and other.is_plain:
            yield Quantity(other.name, f"`{other.name}`", _argument(other.name))
        if is_pair and other.is_tensor and len(other.axes) > 1:
            rows, columns = (f"{word}s" for word in other.axes[-2:])
            sides, words = _sides(other.name), f"the {rows} and {columns} of `{other.name}`"
            name = f"sides_of_{other.name}"
            yield Quantity(name, words, sides)
            yield Quantity(f"half_{name}", f"half of {words}", _mapped(sides, lambda n: n // 2))
            yield Quantity(f"{name}_minus_1", f"{words}, less one", _mapped(sides, lambda n: n - 1))


def _quantities(arguments: Sequence[Place]) -> Iterator[Quantity]:
    """Numbers that a call has: lengths of axes, their products, and settings."""
    for place in arguments:
        if place.is_tensor:
            for axis, word in enumerate(place.axes):
                name = f"{word.replace(' ', '_')}s_of_{place.name}"
                words = f"the number of {word}s of `{place.name}`"
                yield Quantity(name, words, _length(place.name, axis, axis + 1))
            axes = len(place.axes)
            for first in range(1, axes - 1):
                words = " times ".join(f"{word}s" for word in place.axes[first:])
                name = f"size_from_axis_{first}_of_{place.name}"
                yield Quantity(name, f"{words} of `{place.name}`", _length(place.name, first, axes))
        elif place.is_plain:
            yield Quantity(
                f"area_of_{place.name}", f"both parts of `{place.name}`", _area(place.name)
            )
            for part, word in enumerate(("first", "second")):
                words = f"the {word} part of `{place.name}`"
                yield Quantity(f"{word}_of_{place.name}", words, _part(place.name, part))


def _argument(name: str) -> Callable[[Arguments], Any]:
    return lambda arguments: arguments[name]


def _sides(name: str) -> Callable[[Arguments], Any]:
    return lambda arguments: tuple(arguments[name].shape[-2:])


def _mapped(sides: Callable[[Arguments], Any], change: Callable[[int], int]) -> Callable[..., Any]:
    return lambda arguments: tuple(map(change, sides(arguments)))


def _length(name: str, first: int, end: int) -> Callable[[Arguments], Any]:
    return lambda arguments: math.prod(arguments[name].shape[first:end])


def _area(name: str) -> Callable[[Arguments], Any]:
    return lambda arguments: math.prod(maps.pair(arguments[name]))


def _part(name: str, part: int) -> Callable[[Arguments], Any]:
    return lambda arguments: maps.pair(arguments[name])[part]


def _hypothesis(
    name: str, function: str, signature: inspect.Signature, place: Place, map_: Map
) -> Misconception:
    it = "the result" if place.name == ANSWER else f"`{place.name}`"
    sentence = f"`{function}` answers as if {map_.words.replace('{it}', it)}."
    change = _on_tensors(map_) if place.is_tensor else map_.change

    def wrong(right: Any) -> Any:
        @functools.wraps(right)
        def mapped(*args: Any, **kwargs: Any) -> Any:
            asked = signature.bind(*args, **kwargs)
            asked.apply_defaults()
            if place.name == ANSWER:
                return change(right(*asked.args, **asked.kwargs), dict(asked.arguments))
            value = change(asked.arguments[place.name], dict(asked.arguments))
            asked.arguments[place.name] = value
            return right(*asked.args, **asked.kwargs)

        return mapped

    of_answer = change if place.name == ANSWER else None
    return Misconception(name, function, sentence, wrong, of_answer)


def _on_tensors(map_: Map) -> Callable[[Any, Mapping[str, Any]], Any]:
    """The map, which is written for tensors, for arrays too."""

    def change(value: Any, arguments: Arguments) -> Any:
        if isinstance(value, np.ndarray):
            mapped = map_.change(torch.from_numpy(np.ascontiguousarray(value)), arguments)
            return mapped.numpy() if isinstance(mapped, Tensor) else mapped
        return map_.change(value, arguments)

    return change
