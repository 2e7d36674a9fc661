"""What may be done to a value by mistake: maps, each with a stable name and words.

`Map.words` go on from "answers as if": `{it}` stands for the value, say "`bias`" or "the result".
A map gets the value and the arguments of the same call, and may raise whatever does not fit it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Arguments = Mapping[str, Any]
Change = Callable[[Any, Arguments], Any]


@dataclass(frozen=True)
class Map:
    """One thing that may be done to a value; if it `keeps_shape`, not to how large that is."""

    name: str
    words: str
    change: Change
    keeps_shape: bool = False


@dataclass(frozen=True)
class Quantity:
    """A number of a call that others may be multiplied or replaced by: its words, and itself."""

    name: str
    words: str
    of: Callable[[Arguments], Any]


def pair(value: Any) -> tuple[Any, Any]:
    """A number for both directions as two; a pair as it is."""
    if isinstance(value, int):
        return value, value
    first, second = value
    return first, second


def of_numbers(default: Any, others: Sequence[Quantity], *, is_pair: bool) -> Iterator[Map]:
    """Maps of an int, or of a pair of them; `others` are what it may have been taken for."""
    if is_pair:
        yield from _of_pairs(default)
    if default is None or isinstance(default, int):
        words = f"{{it}} were always {default}"
        yield Map("ignored", words, lambda value, arguments: default)
    each = _each_part if is_pair else _the_number
    yield Map("plus_1", "{it} were one more", each(lambda part: part + 1))
    yield Map("minus_1", "{it} were one less", each(lambda part: part - 1))
    yield Map("times_2", "{it} were doubled", each(lambda part: 2 * part))
    yield Map("squared", "{it} were squared", each(lambda part: part * part))
    if default == 0:
        words = "{it} were never more than 1"
        yield Map("at_most_1", words, each(lambda part: min(part, 1)))
    yield Map("halved", "{it} were halved", each(lambda part: part // 2))
    for constant in {0, 1, 2} - {default}:
        words = f"{{it}} were always {constant}"
        yield Map(f"always_{constant}", words, _constant(constant))
    for other in others:
        yield Map(f"as_{other.name}", f"{{it}} were {other.words}", _replaced(other))
        if not is_pair:
            yield Map(f"less_{other.name}", f"{{it}} were less by {other.words}", _moved(other, -1))
            yield Map(f"plus_{other.name}", f"{{it}} were more by {other.words}", _moved(other, 1))


def _of_pairs(default: Any) -> Iterator[Map]:
    yield _map_of_pair(
        "swapped", "the two parts of {it} were exchanged", lambda one, two: (two, one)
    )
    words = "the {} part of {{it}} were used for both directions"
    yield _map_of_pair("first_for_both", words.format("first"), lambda one, two: (one, one))
    yield _map_of_pair("second_for_both", words.format("second"), lambda one, two: (two, two))
    if isinstance(default, int):
        words = f"the {{}} part of {{{{it}}}} were always {default}"
        yield _map_of_pair("second_ignored", words.format("second"), lambda one, _: (one, default))
        yield _map_of_pair("first_ignored", words.format("first"), lambda _, two: (default, two))


def _map_of_pair(name: str, words: str, change: Callable[[Any, Any], tuple[Any, Any]]) -> Map:
    """Where none is given, there are no parts: what stands for it stays."""
    return Map(
        name, words, lambda value, arguments: value if value is None else change(*pair(value))
    )


def _each_part(change: Callable[[int], int]) -> Change:
    def changed(value: Any, arguments: Arguments) -> Any:
        return value if value is None else tuple(map(change, pair(value)))

    return changed


def _the_number(change: Callable[[int], int]) -> Change:
    return lambda value, arguments: value if value is None else change(value)


def _constant(constant: int) -> Change:
    return lambda value, arguments: constant


def _replaced(other: Quantity) -> Change:
    return lambda value, arguments: other.of(arguments)


def _moved(other: Quantity, sign: int) -> Change:
    return lambda value, arguments: value + sign * other.of(arguments)
