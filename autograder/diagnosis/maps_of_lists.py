"""Maps of a list of tensors, of each alone or of their order; and of a number with a fraction.

A list may hold lists; its tensors may have any shapes.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from torch import Tensor

from autograder.diagnosis.maps import Arguments, Change, Map, Quantity
from autograder.diagnosis.maps_of_values import LISTED, of_whole, scaled, scaled_by
from autograder.diagnosis.places import ANSWER, Place

CONSTANTS = (2, 3, 10)


def at(place: Place, arguments: Sequence[Place]) -> Iterator[Map]:
    """The maps at a place of a function with these arguments, if it is of one of the two kinds."""
    lists, reals = alike(arguments)
    factors = [each.name for each in reals if each.name != place.name]
    quantities = list(quantities_of_reals(factors))
    if place.is_list:
        others = [] if place.name == ANSWER else [e.name for e in lists if e.name != place.name]
        yield from of_lists(others, quantities)
    elif place.is_real:
        others = [] if place.name == ANSWER else factors
        yield from of_reals(place.default, others, quantities)


def alike(arguments: Sequence[Place]) -> tuple[list[Place], list[Place]]:
    """Those that are lists of tensors, and those that are floats."""
    return [each for each in arguments if each.is_list], [e for e in arguments if e.is_real]


def of_lists(others: Sequence[str], quantities: Sequence[Quantity]) -> Iterator[Map]:
    """Maps of each tensor, and of which stands where. `others` are lists that it may have been
    taken for, `quantities` possible factors.
    """
    for name, words, change in (*_OF_NUMBERS, *_OF_TENSORS):
        yield Map(name, words, _each(change))
    yield from scaled(CONSTANTS, _each)
    yield from scaled_by(quantities, _each)
    for name, words, change in _OF_ORDER:
        yield Map(name, words, of_whole(change))
    yield from _taken_for(others)


def of_reals(default: Any, others: Sequence[str], quantities: Sequence[Quantity]) -> Iterator[Map]:
    """Maps of a float. `others` are settings that it may have been taken for, `quantities`
    possible factors; the `default` is what an argument has that was ignored.
    """
    if isinstance(default, float | int) and not isinstance(default, bool):
        yield Map("ignored", f"{{it}} were always {default:g}", lambda value, arguments: default)
    for name, words, change in (*_OF_NUMBERS, *_OF_REALS):
        yield Map(name, words, of_whole(change))
    yield from scaled(CONSTANTS, of_whole)
    yield from scaled_by(quantities, of_whole)
    yield from _taken_for(others)


def quantities_of_reals(names: Sequence[str]) -> Iterator[Quantity]:
    """Settings as numbers that others may be multiplied or divided by: themselves, and 1 minus
    themselves."""
    for name in names:
        yield Quantity(name, f"`{name}`", _argument(name))
        yield Quantity(f"one_minus_{name}", f"1 - `{name}`", _one_minus(name))


def _taken_for(others: Sequence[str]) -> Iterator[Map]:
    for other in others:
        yield Map(f"as_{other}", f"{{it}} were `{other}`", _taken(other))


def _each(change: Callable[[Tensor], Tensor]) -> Change:
    """The map of each tensor, however deep it lies."""

    def changed(value: Any, arguments: Arguments) -> Any:
        if isinstance(value, list | tuple):
            return type(value)(changed(part, arguments) for part in value)
        return value if value is None else change(value)

    return changed


def _taken(name: str) -> Change:
    return lambda value, arguments: arguments[name]


def _argument(name: str) -> Callable[[Arguments], Any]:
    return lambda arguments: arguments[name]


def _one_minus(name: str) -> Callable[[Arguments], Any]:
    return lambda arguments: 1 - arguments[name]


def _all_but(place: int) -> Callable[[Any], Any]:
    """The list in which the part at this place is zero."""
    zero = _each(lambda tensor: tensor * 0)

    def change(value: Any) -> Any:
        parts = list(value)
        parts[place] = zero(parts[place], {})
        return type(value)(parts)

    return change


# Those of a tensor's numbers that lists of them and floats have as well.
_SHARED = {each[0]: each for each in LISTED}
_OF_NUMBERS: Sequence[tuple[str, str, Callable[[Any], Any]]] = (
    *(_SHARED[name] for name in ("negative", "zero", "absolute", "squared")),
    ("root", "the square root of {it} were taken", lambda t: t**0.5),
    *(_SHARED[name] for name in ("one_minus", "plus_1", "minus_1")),
)
_OF_TENSORS: Sequence[tuple[str, str, Callable[[Tensor], Tensor]]] = (
    *(_SHARED[name] for name in ("sign", "relu")),
    ("by_own_norm", "each tensor of {it} were divided by its own norm", lambda t: t / t.norm()),
    ("centred", "each tensor of {it} had its own mean subtracted", lambda t: t - t.mean()),
    (
        "mean",
        "each number of {it} were the mean of its own tensor",
        lambda t: t.mean().expand_as(t),
    ),
)
_OF_ORDER: Sequence[tuple[str, str, Callable[[Any], Any]]] = (
    ("reversed", "{it} were in the opposite order", lambda v: v[::-1]),
    ("moved", "{it} were moved by one place", lambda v: v[1:] + v[:1]),
    ("first_for_each", "the first of {it} were used in place of each", lambda v: v[:1] * len(v)),
    ("last_for_each", "the last of {it} were used in place of each", lambda v: v[-1:] * len(v)),
    ("without_first", "the first of {it} were left out", lambda v: v[1:]),
    ("without_last", "the last of {it} were left out", lambda v: v[:-1]),
    ("first_zero", "the first of {it} were zero", _all_but(0)),
    ("last_zero", "the last of {it} were zero", _all_but(-1)),
)
_OF_REALS: Sequence[tuple[str, str, Callable[[float], float]]] = (
    ("rounded_down", "{it} were rounded down", lambda n: float(math.floor(n))),
    ("inverted", "1 were divided by {it}", lambda n: 1 / n),
    ("at_most_1", "{it} were never more than 1", lambda n: min(n, 1.0)),
)
