"""Wrong answers that are one of the arguments: as it is, with axes in one, or numbered wrongly."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import combinations, pairwise, permutations
from math import prod
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from autograder.diagnosis.executable import of_answers
from autograder.diagnosis.executable_elsewhere import in_place_of_the_answer
from autograder.diagnosis.maps import Arguments, Map
from autograder.diagnosis.maps_of_axes import stem_of
from autograder.diagnosis.maps_of_values import of_values
from autograder.diagnosis.misconceptions import FOR_ANSWER, Misconception
from autograder.diagnosis.places import Place
from autograder.text.axes import plural
from autograder.text.listing import listed

Array = NDArray[Any]
Move = Callable[[Array, Array], Array]  # a picture's numbers, and a place for each of them


def given_back(function: str, place: Place, answer: Place) -> Iterator[tuple[str, Misconception]]:
    """Those of one argument, by name."""
    stem = f"{function}:{place.name}{FOR_ANSWER}"
    words = f"it gave back {place.words}"
    yield f"{stem}:unchanged", _kept(f"{stem}:unchanged", place, f"{words} as it is", _as_it_is)
    if len(place.axes) == len(answer.axes):
        for each in of_values(()):
            yield f"{stem}:{each.name}", in_place_of_the_answer(f"{stem}:{each.name}", place, each)
    for first, last in combinations(range(len(place.axes)), 2):
        merged = place.axes[first : last + 1]
        name = f"{stem}:{'_'.join(map(stem_of, merged))}:in_one_axis"
        axes = listed([plural(word) for word in merged])
        yield name, _kept(name, place, f"{words}, its {axes} in one axis", _merged(first, last))
    if len(place.axes) > len(answer.axes) > 0:
        yield from _in_groups(stem, place, len(answer.axes))
        yield from _numbered(function, place, len(answer.axes) - 1)


def _in_groups(stem: str, place: Place, count: int) -> Iterator[tuple[str, Misconception]]:
    """Several groups of neighbours, each in one axis, so that there are as many as asked for."""
    axes = len(place.axes)
    for cuts in combinations(range(1, axes), count - 1):
        ends = (0, *cuts, axes)
        groups = [place.axes[start:end] for start, end in pairwise(ends)]
        several = [each for each in groups if len(each) > 1]
        if len(several) < 2:  # has words of its own
            continue
        name = f"{stem}:{'_and_'.join('_'.join(map(stem_of, each)) for each in several)}:in_axes"
        first, *others = [f"its {listed([plural(word) for word in each])}" for each in several]
        in_others = "".join(f", and {each} in another" for each in others)
        words = f"it gave back {place.words}, {first} in one axis{in_others}"
        yield name, _kept(name, place, words, _grouped(ends))


def _grouped(ends: Sequence[int]) -> Callable[[Any], Any]:
    return lambda value: value.reshape([prod(value.shape[a:b]) for a, b in pairwise(ends)])


def _kept(name: str, place: Place, words: str, change: Callable[[Any], Any]) -> Misconception:
    """The argument itself, its numbers and what holds them unchanged."""

    def changed(answer: Any, _: Any, given: Arguments) -> Any:
        return change(given[place.name])

    return of_answers(name, "", Map(name, words, lambda value, given: value), changed)


def _as_it_is(value: Any) -> Any:
    return value


def _merged(first: int, last: int) -> Callable[[Any], Any]:
    def change(value: Any) -> Any:
        shape = value.shape
        return value.reshape((*shape[:first], prod(shape[first : last + 1]), *shape[last + 1 :]))

    return change


def _numbered(function: str, place: Place, first: int) -> Iterator[tuple[str, Misconception]]:
    """All axes from the first on in one, with a place for each number that is reckoned with the
    length of another axis."""
    axes = range(first, len(place.axes))
    for axis, other in permutations(axes, 2):
        if axis == first:  # its length is not needed for any place
            continue
        own, wrong = place.axes[axis], place.axes[other]
        steps = [[at] for at in range(axis - 1, first - 1, -1)]  # of the axes whose step is wrong
        for wrong_steps in (*steps, *([range(first, axis)] if len(steps) > 1 else [])):
            whose = "_".join(stem_of(place.axes[at]) for at in wrong_steps)
            for way, verb, move in _MOVES:
                stem = f"{way}:{stem_of(wrong)}s_for_{stem_of(own)}s_in_the_step_of_{whose}s"
                name = f"{function}:{place.name}:{stem}"
                words = (
                    f"numbers of {place.words} were {verb} places that are reckoned with the "
                    f"number of {plural(wrong)} instead of that of {plural(own)}"
                )
                reckon = _reckoned(first, axis, other, move, wrong_steps)
                yield name, _kept(name, place, words, reckon)


def _reckoned(
    first: int, axis: int, other: int, move: Move, wrong_steps: Sequence[int]
) -> Callable[[Any], Any]:
    def change(value: Any) -> Any:
        numbers = value.detach().numpy() if isinstance(value, Tensor) else value
        shape = numbers.shape
        lengths = list(shape)
        lengths[axis] = shape[other]
        steps = []
        for each in range(first, len(shape)):
            steps.append(prod((lengths if each in wrong_steps else shape)[each + 1 :]))
        places = _places(shape[first:], steps)
        made = move(numbers.reshape(*shape[:first], -1), places)
        return torch.from_numpy(made) if isinstance(value, Tensor) else made

    return change


def _places(shape: Sequence[int], steps: Sequence[int]) -> Array:
    """Place by place in the order of reading, the number that `steps` give it."""
    grid = np.indices(shape)
    summed: Array = sum(step * along for step, along in zip(steps, grid, strict=True))
    return summed.ravel()


def _put(numbers: Array, places: Array) -> Array:
    """Each number at its place, later ones over earlier ones. Raises IndexError beyond the end."""
    made = np.zeros_like(numbers)
    made[..., places] = numbers
    return made


def _put_at_most_last(numbers: Array, places: Array) -> Array:
    """The same, and what is beyond the end at the last place."""
    return _put(numbers, np.minimum(places, numbers.shape[-1] - 1))


def _put_inside(numbers: Array, places: Array) -> Array:
    """The same without what is beyond the end."""
    made, inside = np.zeros_like(numbers), places < numbers.shape[-1]
    made[..., places[inside]] = numbers[..., inside]
    return made


def _taken(numbers: Array, places: Array) -> Array:
    return numbers[..., places]


_MOVES: Sequence[tuple[str, str, Move]] = (
    ("put", "put at", _put),
    ("put_at_most_last", "put at", _put_at_most_last),
    ("put_inside", "put at", _put_inside),
    ("taken", "taken from", _taken),
)
