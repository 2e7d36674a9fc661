"""Wrong answers that can be executed: what an argument adds put elsewhere or changed, windows along
other axes, or an argument in place of the answer."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import replace
from itertools import permutations
from typing import Any

import numpy as np
import torch
from torch import Tensor

from autograder.diagnosis.executable import of_answers
from autograder.diagnosis.grids import Grid
from autograder.diagnosis.maps import Arguments, Map
from autograder.diagnosis.misconceptions import RIGHT, Misconception
from autograder.diagnosis.places import Place
from autograder.diagnosis.readings import reading_of_answer
from autograder.diagnosis.windows import Windows, answer_of
from autograder.text.axes import plural

AXES = 4  # along which windows may slide


def along_other_axes(
    function: str, place: Place, axes: Sequence[str]
) -> Iterator[tuple[str, Misconception]]:
    """A row of numbers that is added to the answer along each of its `axes`."""
    for axis, word in enumerate(axes):
        name = f"{function}:{place.name}:along_{word.replace(' ', '_')}s"
        words = f"{place.words} were added along the {plural(word)} of the result"
        map_ = Map(name, words, lambda answer, given: answer)

        def change(answer: Any, without: Any, given: Arguments, axis: int = axis) -> Any:
            added = given[place.name]
            if added is None:
                return answer
            return without + added.reshape([-1 if i == axis else 1 for i in range(without.ndim)])

        ignored = f"{function}:{place.name}:ignored"
        made = of_answers(name, "", map_, change, beside=ignored)
        yield name, replace(made, reading=_right_without(place.name))


def _right_without(argument: str) -> Callable[[dict[str, Any]], Hashable]:
    """The reading of what has no effect where the argument is not given."""
    return lambda given: RIGHT if given[argument] is None else None


def before(name: str, ignored: str, argument: str, map_: Map) -> Misconception:
    """The map of the answer as it is before `argument` is added to it."""

    def change(answer: Any, without: Any, given: Arguments) -> Any:
        mapped = map_.change(without, given)
        return mapped + _first_along(mapped, answer - without)

    def reading(given: dict[str, Any]) -> Hashable:
        is_alike = given[argument] is None and map_.keeps_shape
        return reading_of_answer(map_) if is_alike else None

    words = f"the result, before `{argument}` is added,"
    return replace(of_answers(name, words, map_, change, beside=ignored), reading=reading)


def added(name: str, ignored: str, argument: str, map_: Map) -> Misconception:
    """The map of what `argument` adds to the answer."""

    def change(answer: Any, without: Any, given: Arguments) -> Any:
        if given[argument] is None:
            return answer
        mapped = map_.change(answer - without, given)
        _require_same_shape(mapped, answer)
        return without + mapped

    words = f"what `{argument}` adds to the result"
    made = of_answers(name, words, map_, change, beside=ignored)
    return replace(made, reading=_right_without(argument))


def sliding_elsewhere(
    function: str, written: Windows, axes: Sequence[str]
) -> Iterator[tuple[str, Misconception]]:
    """Windows that slide along two other axes of the pictures."""
    picture = written[0]
    for one, other in permutations(range(AXES), 2):
        if (one, other) == (2, 3):
            continue
        name = f"{function}:windows_along:{axes[one]}s_{axes[other]}s"
        words = f"windows slid along {plural(axes[one])} and {plural(axes[other])} of `{picture}`"
        rest = [axis for axis in range(AXES) if axis not in (one, other)]
        order = (*rest, one, other)
        back = [order.index(axis) for axis in range(AXES)]

        def change(
            answer: Any,
            _: Any,
            given: Arguments,
            order: tuple[int, ...] = order,
            back: Sequence[int] = back,
        ) -> Any:
            turned = {**given, picture: given[picture].permute(order)}
            return answer_of(written, Grid(windows=lambda w: _some(w).permute(*back, 4, 5)), turned)

        yield name, of_answers(name, "", Map(name, words, lambda answer, given: answer), change)


def _some(windows: Tensor) -> Tensor:
    """The windows. Raises ValueError where none fits."""
    if not windows.numel():
        raise ValueError("no window fits")
    return windows


def in_place_of_the_answer(name: str, place: Place, map_: Map) -> Misconception:
    """The map of an argument, and nothing else, as the answer."""

    def change(answer: Any, _: Any, given: Arguments) -> Any:
        value = given[place.name]
        numbers = torch.from_numpy(np.array(value)) if isinstance(value, np.ndarray) else value
        mapped = map_.change(numbers.double(), given)
        return mapped.numpy() if isinstance(answer, np.ndarray) else mapped

    words = map_.words.replace("{it}", "its numbers")
    map_ = replace(map_, words=f"it gave back {place.words}, and {words}")
    return of_answers(name, "", map_, change)


def _first_along(mapped: Any, added: Any) -> Any:
    """What is added, of which only the first counts along axes of which only one entry is left.

    Raises ValueError where nothing can be added.
    """
    if mapped.ndim != added.ndim:
        raise ValueError("nothing can be added to this")
    for axis, (left, all_) in enumerate(zip(mapped.shape, added.shape, strict=True)):
        if left == 1 < all_:
            added = added[(slice(None),) * axis + (slice(1),)]
    _require_same_shape(mapped, added)
    return added


def _require_same_shape(mapped: Any, answer: Any) -> None:
    if mapped.shape != answer.shape:
        raise ValueError("nothing can be added to this")
