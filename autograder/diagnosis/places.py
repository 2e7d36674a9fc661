"""Places of a function where a map may be: its arguments, its answer; and numbers found there."""

from __future__ import annotations

import functools
import inspect
import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

import numpy as np
from torch import Tensor

from autograder.diagnosis.evidence import Evidence
from autograder.diagnosis.maps import Arguments, Quantity, pair
from autograder.diagnosis.misconceptions import Catalogue
from autograder.diagnosis.properties import bound, is_list, is_plain, signature_of
from autograder.text import axes as words_of_axes
from autograder.text.axes import plural

ANSWER = "answer"
# What may have been made of a setting before it was taken for another: name, words, and the change.
CHANGED: Sequence[tuple[str, str, str, Callable[[int], int]]] = (
    ("half_", "half of ", ", rounded down", lambda n: n // 2),
    ("half_less_1_", "half of ", ", less one, rounded down", lambda n: (n - 1) // 2),
    ("less_1_", "", ", less one", lambda n: n - 1),
)


@dataclass(frozen=True)
class Place:
    """An argument, or the answer, with the values that the calls have there."""

    name: str
    values: tuple[Any, ...]
    axes: tuple[str, ...]
    default: Any = inspect.Parameter.empty

    @property
    def words(self) -> str:
        """What a sentence calls it."""
        return "the result" if self.name == ANSWER else f"`{self.name}`"

    # These are asked for each of thousands of maps.
    @functools.cached_property
    def _known(self) -> list[Any]:
        return [value for value in self.values if value is not None]

    @functools.cached_property
    def is_plain(self) -> bool:
        """Whether it is an int or a pair of ints (or none)."""
        return bool(self._known) and all(is_plain(value) for value in self._known)

    @functools.cached_property
    def is_real(self) -> bool:
        """Whether it is a float (or none), or a whole number at times."""
        numbers = all(isinstance(v, float | int) and not isinstance(v, bool) for v in self._known)
        return numbers and any(isinstance(value, float) for value in self._known)

    @functools.cached_property
    def is_list(self) -> bool:
        """Whether it is a list of tensors each time, or of lists of them."""
        known = self._known
        empty = [v for v in known if isinstance(v, list | tuple) and not v]
        return bool(known) and sum(map(is_list, known)) + len(empty) == len(known) > len(empty)

    @functools.cached_property
    def is_numbers(self) -> bool:
        """Whether it is a tensor or an array each time."""
        return bool(self._known) and all(
            isinstance(value, Tensor | np.ndarray) for value in self._known
        )

    @functools.cached_property
    def is_path(self) -> bool:
        """Whether it is the name of a file each time."""
        return bool(self._known) and all(
            isinstance(v, str) and PurePath(v).suffix for v in self._known
        )

    @functools.cached_property
    def is_tensor(self) -> bool:
        """Whether it is a tensor or an array, of as many axes each time."""
        axes = {value.ndim for value in self.values if isinstance(value, Tensor | np.ndarray)}
        return self.is_numbers and len(axes) == 1

    @property
    def kinds(self) -> tuple[bool, ...]:
        """Of which kinds of values it is."""
        what = self.is_plain, self.is_numbers, self.is_tensor, self.is_path
        return *what, self.is_real, self.is_list


def places_of(thing: Any, evidence: Sequence[Evidence], catalogue: Catalogue) -> Iterator[Place]:
    """The arguments of a function, or of a layer's construction, and the answer behind them."""
    given: dict[str, list[Any]] = {}
    for each in evidence:
        for parameter, value in bound(each.call, catalogue.right):
            given.setdefault(parameter.name, []).append(value)
    defaults = {name: p.default for name, p in signature_of(thing).parameters.items()}
    for name, values in given.items():
        if name not in defaults:  # a layer is made with it no more: it is called with it
            continue
        yield Place(name, tuple(values), _axes(values, catalogue.axes.get(name)), defaults[name])
    rights = [each.right.answer for each in evidence if each.right.error is None]
    # A layer that is made has no numbers.
    answers = [each for each in rights if not isinstance(each, str | dict)] or rights
    yield Place(ANSWER, tuple(answers), _axes(answers, catalogue.answer_axes(thing.__name__)))


def _axes(values: Sequence[Any], words: Sequence[str] | None) -> tuple[str, ...]:
    """Words for the axes: the course's, or the usual ones."""
    axes = next((value.ndim for value in values if hasattr(value, "ndim")), 0)
    if words is not None and len(words) == axes:
        return tuple(words)
    return tuple(words_of_axes.axis_words(axes) or words_of_axes.words_of_each((), axes))


def replacements(place: Place, arguments: Sequence[Place], is_pair: bool) -> Iterator[Quantity]:
    """What a number may have been taken for: another argument, or the sides of a tensor."""
    for other in arguments:
        if other.name != place.name and other.is_plain:
            value = _argument(other.name)
            yield Quantity(other.name, other.words, value)
            for stem, start, end, change in CHANGED:
                name, words = f"{stem}{other.name}", f"{start}{other.words}{end}"
                yield Quantity(name, words, _changed(value, change))
        if is_pair and other.is_tensor and len(other.axes) > 1:
            rows, columns = (plural(word) for word in other.axes[-2:])
            sides, words = _sides(other.name), f"the {rows} and {columns} of {other.words}"
            name = f"sides_of_{other.name}"
            yield Quantity(name, words, sides)
            yield Quantity(f"half_{name}", f"half of {words}", _mapped(sides, lambda n: n // 2))
            yield Quantity(f"{name}_minus_1", f"{words}, less one", _mapped(sides, lambda n: n - 1))


def quantities_of(places: Sequence[Place]) -> Iterator[Quantity]:
    """Numbers that a call has: lengths of axes, their products, and settings."""
    for place in places:
        if place.is_tensor:
            yield from _lengths(place)
        elif place.is_plain and place.name != ANSWER:
            words = f"both parts of {place.words}"
            yield Quantity(f"area_of_{place.name}", words, _area(place.name))
            for part, word in enumerate(("first", "second")):
                words = f"the {word} part of {place.words}"
                yield Quantity(f"{word}_of_{place.name}", words, _part(place.name, part))


def _lengths(place: Place) -> Iterator[Quantity]:
    axes = len(place.axes)
    for axis, word in enumerate(place.axes):
        name = f"{word.replace(' ', '_')}s_of_{place.name}"
        words = f"the number of {plural(word)} of {place.words}"
        yield Quantity(name, words, _length(place.name, axis, axis + 1))
    for first in range(axes - 1):
        words = " times ".join(plural(word) for word in place.axes[first:])
        name = f"size_from_axis_{first}_of_{place.name}"
        yield Quantity(name, f"{words} of {place.words}", _length(place.name, first, axes))


def _argument(name: str) -> Callable[[Arguments], Any]:
    return lambda arguments: arguments[name]


def _sides(name: str) -> Callable[[Arguments], Any]:
    return lambda arguments: tuple(arguments[name].shape[-2:])


def _changed(value: Callable[[Arguments], Any], change: Callable[[int], int]) -> Callable[..., Any]:
    def changed(arguments: Arguments) -> Any:
        number = value(arguments)
        return tuple(map(change, number)) if isinstance(number, tuple) else change(number)

    return changed


def _mapped(sides: Callable[[Arguments], Any], change: Callable[[int], int]) -> Callable[..., Any]:
    return lambda arguments: tuple(map(change, sides(arguments)))


def _length(name: str, first: int, end: int) -> Callable[[Arguments], Any]:
    return lambda arguments: math.prod(arguments[name].shape[first:end])


def _area(name: str) -> Callable[[Arguments], Any]:
    return lambda arguments: math.prod(pair(arguments[name]))


def _part(name: str, part: int) -> Callable[[Arguments], Any]:
    return lambda arguments: pair(arguments[name])[part]
