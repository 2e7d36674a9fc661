"""Smaller values of arguments: shorter lists and texts, smaller whole numbers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import chain
from typing import Any

from torch import Tensor

from autograder.diagnosis.properties import is_list

Place = int | str  # of an argument: its number, or its name
MOST_ENTRIES = 6  # of a list, which are made smaller one by one


def is_plain(value: object) -> bool:
    """Whether it is a text, or a list that is not of tensors, with something in it."""
    return isinstance(value, str | list) and bool(value) and not is_list(value)


def smaller_inside(value: Any) -> Iterator[Any]:
    """Lists in which one entry is smaller or shorter, or in which all are shorter."""
    if not isinstance(value, list):
        return
    lengths = [len(part) for part in value if is_plain(part)]
    if len(lengths) == len(value):
        yield from ([part[:length] for part in value] for length in shorter_than(max(lengths)))
    for place, part in enumerate(value[:MOST_ENTRIES]):
        cut = (part[:length] for length in shorter_than(len(part))) if is_plain(part) else ()
        for smaller in chain(cut, smaller_inside(part), smaller_settings(part)):
            yield [*value[:place], smaller, *value[place + 1 :]]


def shorter_than(length: int) -> list[int]:
    """A few lengths that are less, from 1."""
    return sorted({1, length // 2, length - 1} - {0, length})


def shorter_lists(lists: Mapping[Place, Any]) -> Iterator[Mapping[Place, object]]:
    """The beginnings of lists of tensors, each alone and all together, and of their tensors."""
    yield from shorter(lists, from_end=False)
    first = {place: _first_numbers(value) for place, value in lists.items()}
    if any(_count(value) < _count(lists[place]) for place, value in first.items()):
        yield first


def shorter(lists: Mapping[Place, Any], *, from_end: bool) -> Iterator[Mapping[Place, object]]:
    """The beginnings, or the ends, of lists and texts: each alone, and all of a length together."""
    for length in dict.fromkeys(len(value) for value in lists.values()):
        same = [place for place, value in lists.items() if len(value) == length]
        groups = [[place] for place in same] + ([same] if len(same) > 1 else [])
        for shorter in shorter_than(length):
            part = slice(length - shorter, None) if from_end else slice(0, shorter)
            for group in groups:
                yield {place: lists[place][part] for place in group}


def _first_numbers(value: Any) -> Any:
    """Of each tensor, as many numbers along each axis as one."""
    if isinstance(value, Tensor):
        return value.detach()[(slice(0, 1),) * value.ndim]
    return type(value)(_first_numbers(part) for part in value)


def _count(value: Any) -> int:
    """How many numbers are in a list of tensors."""
    return value.numel() if isinstance(value, Tensor) else sum(map(_count, value))


def smaller_settings(value: object) -> Iterator[object]:
    """For an int, or a tuple of ints: one less, or one."""
    if type(value) is int:
        yield from sorted(each for each in {0, 1, value - 1} if 0 <= each < value)
    elif isinstance(value, tuple) and value and all(type(part) is int for part in value):
        for place, part in enumerate(value):
            for smaller in smaller_settings(part):
                yield (*value[:place], smaller, *value[place + 1 :])
