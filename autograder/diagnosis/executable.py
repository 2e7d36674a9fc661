"""Makes a map at a place into a wrong answer that can be executed, as a misconception can."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable, Hashable, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import torch
from torch import Tensor

from autograder.diagnosis.binding import Binding
from autograder.diagnosis.grids import Direction, Grid, StickingOut, merged
from autograder.diagnosis.maps import Arguments, Change, Map
from autograder.diagnosis.maps_of_windows import NamedGrid
from autograder.diagnosis.misconceptions import OF_WINDOWS, RIGHT, Misconception
from autograder.diagnosis.places import ANSWER, Place
from autograder.diagnosis.properties import signature_of
from autograder.diagnosis.readings import reading_of_answer, reading_of_argument
from autograder.diagnosis.windows import Sizes, Windows, answer_of, places_of, reading_of

LEAST_NAMED = 3  # axes, of which one may be missing and the others still have their names


def at_place(name: str, binding: Binding, place: Place, map_: Map) -> Misconception:
    """The map at an argument, or at the answer. `name` begins with the function's."""
    change = _on_tensors(map_.change) if place.is_numbers else map_.change
    if place.name == ANSWER:
        change = _of_named_axes(change, len(place.axes))
        made = of_answers(name, place.words, map_, lambda answer, _, given: change(answer, given))
        return replace(made, reading=lambda given: reading_of_answer(map_))

    def wrong(right: Any) -> Any:
        @functools.wraps(right)
        def mapped(*args: Any, **kwargs: Any) -> Any:
            given = binding.arguments(args, kwargs)
            given[place.name] = change(given[place.name], given)
            return binding.call(right, given)

        return mapped

    def reading(given: dict[str, Any]) -> Hashable:
        value = given[place.name]
        return reading_of_argument(place.name, value, change(value, given))

    keeps_shape = map_.keeps_shape and place.is_numbers
    return Misconception(
        name,
        function_of(name),
        sentence_of(name, place.words, map_),
        wrong,
        keeps_shape=keeps_shape,
        reading=reading,
    )


def exchanged(name: str, binding: Binding, one: Place, other: Place) -> Misconception:
    """Two arguments, each taken for the other."""

    def wrong(right: Any) -> Any:
        @functools.wraps(right)
        def mapped(*args: Any, **kwargs: Any) -> Any:
            given = binding.arguments(args, kwargs)
            given[one.name], given[other.name] = given[other.name], given[one.name]
            return binding.call(right, given)

        return mapped

    words = f"{one.words} and {other.words} were exchanged"
    sentence = f"`{function_of(name)}` answers as if {words}."
    return Misconception(name, function_of(name), sentence, wrong)


def ignored(name: str, binding: Binding, settings: Sequence[Place]) -> Misconception:
    """Several settings, none of which counts for some calls: all have their defaults."""

    def wrong(right: Any) -> Any:
        @functools.wraps(right)
        def mapped(*args: Any, **kwargs: Any) -> Any:
            given = binding.arguments(args, kwargs)
            return binding.call(right, {**given, **{each.name: each.default for each in settings}})

        return mapped

    words = " and ".join(each.words for each in settings)
    sentence = f"`{function_of(name)}` answers as if {words} had not been given."
    return Misconception(name, function_of(name), sentence, wrong, only_where=True)


def where(
    name: str, hypothesis: Misconception, words: str, holds: Callable[..., bool]
) -> Misconception:
    """The hypothesis only for calls whose arguments have a property; the others are right."""

    def of_answer(answer: Any, other: Any, arguments: dict[str, Any]) -> Any:
        return other if holds(arguments) else answer

    def wrong(right: Any) -> Any:
        signature = inspect.signature(right)
        made = hypothesis.wrong(right)

        @functools.wraps(right)
        def mapped(*args: Any, **kwargs: Any) -> Any:
            asked = signature.bind(*args, **kwargs)
            asked.apply_defaults()
            return (made if holds(asked.arguments) else right)(*args, **kwargs)

        return mapped

    start = f"Where {words}: "
    sentence = start + hypothesis.sentence
    return Misconception(
        name, hypothesis.target, sentence, wrong, of_answer, beside=hypothesis.name
    )


def in_sum(name: str, written: Windows, place: Place, map_: Map) -> Misconception:
    """The map of an argument only where the answer is made of the windows, which lie as before."""

    def change(answer: Any, _: Any, given: Arguments) -> Any:
        mapped = map_.change(given[place.name], given)
        return answer_of(written, Grid(), given, summed={**given, place.name: mapped})

    def reading(given: dict[str, Any]) -> Hashable:
        value = given[place.name]
        read = reading_of_argument(place.name, value, map_.change(value, given))
        return read if read is None or read == RIGHT else ("in the sum", read)

    return replace(of_answers(name, place.words, map_, change), reading=reading)


def of_size(name: str, geometry: Sizes, words: str, grid: Grid) -> Misconception:
    """Another number of windows along a side: as many as the grid has rows."""

    def change(answer: Any, _: Any, given: Arguments) -> Any:
        wanted = {each: given[each] for each in signature_of(geometry).parameters}
        side, window, step, padding = geometry(**wanted)
        bare = Direction(side, side, window, step, padding)
        along = bare._replace(side=side + sum(grid.padding[0](bare, bare)))
        return grid.count[0](along, along)

    def merge(other: Misconception) -> Misconception | None:
        both = None if other.grid is None else merged(grid, other.grid)
        return None if both is None else of_size(name, geometry, words, both)

    map_ = Map(name, words, lambda answer, given: answer)
    return replace(of_answers(name, "the result", map_, change), grid=grid, merge=merge)


def of_grid(name: str, written: Windows, grid: NamedGrid) -> Misconception:
    """Windows that are read so, whatever else the function does with its arguments."""

    def of_answer(answer: Any, other: Any, arguments: dict[str, Any]) -> Any:
        return answer_of(written, grid.grid, arguments)

    def wrong(right: Any) -> Any:
        signature = inspect.signature(right)

        @functools.wraps(right)
        def mapped(*args: Any, **kwargs: Any) -> Any:
            right(*args, **kwargs)  # refuses what is impossible
            asked = signature.bind(*args, **kwargs)
            asked.apply_defaults()
            return answer_of(written, grid.grid, asked.arguments)

        return mapped

    def merge(other: Misconception) -> Misconception | None:
        both = None if other.grid is None else merged(grid.grid, other.grid)
        if both is None:
            return None
        return of_grid(name, written, NamedGrid(grid.name, grid.words, both))

    sentence = f"`{function_of(name)}` answers as if {grid.words}."
    like = f"{function_of(name)}{OF_WINDOWS}{grid.like}" if grid.like else ""
    return Misconception(
        name,
        function_of(name),
        sentence,
        wrong,
        of_answer,
        like=like,
        unlike=StickingOut.__name__,
        grid=grid.grid,
        merge=merge,
        places=lambda arguments: places_of(written, grid.grid, arguments),
        reading=lambda arguments: reading_of(written, grid.grid, arguments),
    )


def of_answers(name: str, words: str, map_: Map, change: Any, *, beside: str = "") -> Misconception:
    def of_answer(answer: Any, other: Any, arguments: dict[str, Any]) -> Any:
        return change(answer, other, {**arguments, ANSWER: answer})

    def wrong(right: Any) -> Any:
        signature = inspect.signature(right)

        @functools.wraps(right)
        def mapped(*args: Any, **kwargs: Any) -> Any:
            asked = signature.bind(*args, **kwargs)
            asked.apply_defaults()
            answer = other = right(*asked.args, **asked.kwargs)
            arguments = dict(asked.arguments)
            if beside:
                asked.arguments[beside.split(":")[1]] = None
                other = right(*asked.args, **asked.kwargs)
            return of_answer(answer, other, arguments)

        return mapped

    sentence = sentence_of(name, words, map_)
    function, keeps_shape = function_of(name), map_.keeps_shape
    return Misconception(
        name, function, sentence, wrong, of_answer, beside, keeps_shape=keeps_shape
    )


def function_of(name: str) -> str:
    """The function, with which the name of a hypothesis begins."""
    return name.split(":")[0]


def sentence_of(name: str, words: str, map_: Map) -> str:
    """What a student reads; `words` are those of the place."""
    return f"`{function_of(name)}` answers as if {map_.words.replace('{it}', words)}."


def _of_named_axes(change: Change, axes: int) -> Change:
    """The map, also where another mistake has put an axis in front or taken the first one away."""

    def changed(value: Any, arguments: Arguments) -> Any:
        if not isinstance(value, Tensor) or abs(value.ndim - axes) != 1 or axes < LEAST_NAMED:
            return change(value, arguments)
        if value.ndim < axes:
            return change(value[None], arguments)[0]
        if value.shape[0] != 1:
            return change(value, arguments)
        return change(value[0], arguments)[None]

    return changed


def _on_tensors(change: Change) -> Change:
    """The map, which is written for tensors, for arrays too."""

    def changed(value: Any, arguments: Arguments) -> Any:
        if isinstance(value, np.ndarray):
            mapped = change(torch.from_numpy(np.ascontiguousarray(value)), arguments)
            return mapped.numpy() if isinstance(mapped, Tensor) else mapped
        return change(value, arguments)

    return changed
