"""As-if hypotheses: a map at a place of a function, on one of its arguments or on its answer.

Each is a wrong answer that can be executed, as a misconception is, so that both go together. Its
name is stable: `conv2d:bias:times_2`. Which places a function has is read from recorded calls;
words for axes are the course's (`AXES`).
"""

from __future__ import annotations

import inspect
from collections.abc import Hashable, Iterator, Sequence
from itertools import combinations
from typing import Any

from autograder.diagnosis import (
    executable,
    executable_elsewhere,
    executable_layers,
    fitted_answers,
    fitted_lengths,
    maps,
    maps_of_axes,
    maps_of_files,
    maps_of_last_axis,
    maps_of_lists,
    maps_of_running,
    maps_of_shape,
    maps_of_two_axes,
    maps_of_values,
    parts,
)
from autograder.diagnosis.binding import Binding
from autograder.diagnosis.evidence import Evidence
from autograder.diagnosis.given_back import given_back
from autograder.diagnosis.maps import Map, Quantity
from autograder.diagnosis.maps_of_reductions import of_reductions
from autograder.diagnosis.maps_of_window_axes import of_axes_of_windows
from autograder.diagnosis.maps_of_window_ends import of_ends_of_windows
from autograder.diagnosis.maps_of_window_numbers import of_numbers_of_windows
from autograder.diagnosis.maps_of_windows import NamedGrid, of_windows, sizes
from autograder.diagnosis.misconceptions import OF_SUM, OF_WINDOWS, Catalogue, Misconception
from autograder.diagnosis.places import (
    ANSWER,
    Place,
    places_of,
    quantities_of,
    replacements,
)
from autograder.diagnosis.properties import signature_of
from autograder.diagnosis.windows import Windows


def hypotheses(
    function: str, evidence: Sequence[Evidence], catalogue: Catalogue
) -> dict[str, Misconception]:
    """All of a function, by name: the simplest first. Of a layer, those of what it is made with."""
    thing = getattr(catalogue.right, function, None)
    if executable_layers.is_layer(thing):
        return _of_making(thing, evidence, catalogue)
    if not inspect.isfunction(thing):
        return {}
    places = tuple(places_of(thing, evidence, catalogue))
    # They are thousands, and the same for all that look alike.
    key = function, tuple(map(_looks, places))
    if key not in catalogue.built:
        catalogue.built[key] = _of_function(thing, places, catalogue)
    words = places[-1].axes if places[-1].is_tensor else ()
    fewer = dict(fitted_lengths.at_most(function, evidence, words))
    fitted = fitted_answers.of_answer(function, evidence, words)
    return {**fewer, **catalogue.built[key], **fitted}


def _looks(place: Place) -> Hashable:
    """All that decides which maps a place has."""
    is_pair = any(isinstance(value, tuple) for value in place.values)
    return place.name, place.kinds, is_pair, place.axes


def _of_function(
    thing: Any, places: Sequence[Place], catalogue: Catalogue
) -> dict[str, Misconception]:
    function, binding = thing.__name__, Binding(signature_of(thing))
    *arguments, answer = places
    quantities = list(quantities_of((*arguments, answer)))
    settings = [place for place in arguments if place.is_plain]
    others = [place for place in reversed(arguments) if not place.is_plain]
    found: dict[str, Misconception] = {}
    for place in (*settings, answer, *others):
        for each in _maps_of(place, arguments, quantities):
            name = f"{function}:{place.name}:{each.name}"
            found[name] = executable.at_place(name, binding, place, each)
    optional = [place for place in settings if place.default is not inspect.Parameter.empty]
    if len(optional) > 1:
        name = f"{function}:{'_and_'.join(place.name for place in optional)}:ignored"
        found[name] = executable.ignored(name, binding, optional)
    for alike in (settings, *maps_of_lists.alike(arguments)):
        found |= _exchanges(function, alike, binding)
    for place in arguments:
        if place.is_tensor and place.default is None and answer.is_tensor:
            ignored = f"{function}:{place.name}:ignored"
            for each in (*_keeping_the_shape(answer, quantities), *_into_one(answer)):
                name = f"{function}:{ANSWER}_before_{place.name}:{each.name}"
                found[name] = executable_elsewhere.before(name, ignored, place.name, each)
            if len(place.axes) == 1:
                found |= executable_elsewhere.along_other_axes(function, place, answer.axes)
            # Its own axes are those of the argument.
            of_part = (*maps_of_values.of_values(quantities), *_running_sums(answer))
            for each in of_part:
                name = f"{function}:{place.name}_in_{ANSWER}:{each.name}"
                found[name] = executable_elsewhere.added(name, ignored, place.name, each)
    if function in catalogue.sizes:
        for stem, words, counted in sizes():
            name = f"{function}:size:{stem}"
            found[name] = executable.of_size(name, catalogue.sizes[function], words, counted)
    if function in catalogue.windows:
        for place in arguments:
            if (
                place.is_tensor
                and place.name in signature_of(catalogue.windows[function][2]).parameters
            ):
                # What keeps its shape is no other mistake at the argument itself.
                for each in maps_of_two_axes.of_axes(place.axes):
                    name = f"{function}{OF_SUM}{place.name}:{each.name}"
                    found[name] = executable.in_sum(name, catalogue.windows[function], place, each)
        for grid in _grids(catalogue.windows[function], arguments, answer):
            name = f"{function}{OF_WINDOWS}{grid.name}"
            found[name] = executable.of_grid(name, catalogue.windows[function], grid)
        found |= _of_windows(function, catalogue.windows[function], arguments)
    elif answer.is_numbers:
        for place in filter(lambda each: each.is_numbers, arguments):
            found |= given_back(function, place, answer)
    return found


def _of_windows(
    function: str, written: Windows, arguments: Sequence[Place]
) -> dict[str, Misconception]:
    """Those that need all windows, and not only where each is read."""
    place = next(each for each in arguments if each.name == written[0])
    found = dict(executable_elsewhere.sliding_elsewhere(function, written, place.axes))
    if len(signature_of(written[2]).parameters) > 1:
        words = (place.axes[1], *(f"{word} of the window" for word in place.axes[-2:]))
        found |= parts.of_parts(function, written, words)
    return found


def _of_making(
    layer: type, evidence: Sequence[Evidence], catalogue: Catalogue
) -> dict[str, Misconception]:
    """A layer that is made with other settings than were asked for."""
    called = [each for each in evidence if each.call.made is not None]
    *arguments, answer = places_of(layer, called, catalogue)
    settings = [place for place in arguments if place.is_plain]
    found, binding = {}, Binding(signature_of(layer))
    for place in settings:
        for each in _maps_of(place, settings, ()):
            name = f"{layer.__name__}:{place.name}:{each.name}"
            found[name] = executable.at_place(name, binding, place, each)
    found |= _exchanges(layer.__name__, settings, binding)
    if any(each.call.asked == "call" and each.has_wrong_numbers for each in called):
        for each in (*_keeping_the_shape(answer, ()), *maps_of_shape.of_shape(answer.axes)):
            name = f"{layer.__name__}:{ANSWER}:{each.name}"
            found[name] = executable_layers.of_layer(name, each)
    return found


def _exchanges(
    function: str, settings: Sequence[Place], binding: Binding
) -> dict[str, Misconception]:
    """Two settings, each taken for the other."""
    found = {}
    for one, other in combinations(settings, 2):
        name = f"{function}:{one.name}_and_{other.name}:exchanged"
        found[name] = executable.exchanged(name, binding, one, other)
    return found


def _grids(written: Windows, arguments: Sequence[Place], answer: Place) -> Iterator[NamedGrid]:
    place = next(each for each in arguments if each.name == written[0])
    yield from of_windows(place.axes[-2:])
    inside = tuple(f"{word} of the window" for word in place.axes[-2:])
    yield from of_ends_of_windows(place.axes[-2:])
    if len(signature_of(written[2]).parameters) > 1:
        yield from of_numbers_of_windows(place.axes[1])
    yield from of_axes_of_windows((*place.axes[:2], *answer.axes[2:4], *inside))
    if len(signature_of(written[2]).parameters) == 1:
        yield from of_reductions(place.axes[-2:])


def _maps_of(
    place: Place, arguments: Sequence[Place], quantities: Sequence[Quantity]
) -> Iterator[Map]:
    if place.is_plain:
        is_pair = any(isinstance(value, tuple) for value in place.values)
        others = [] if place.name == ANSWER else list(replacements(place, arguments, is_pair))
        yield from maps.of_numbers(place.default, others, is_pair=is_pair)
    elif place.is_tensor:
        yield from _keeping_the_shape(place, quantities)
        if place.name == ANSWER:
            yield from maps_of_shape.of_shape(place.axes)
        else:
            yield from maps_of_shape.of_order(place.axes)
        if place.name != ANSWER and place.default is None:
            yield Map("ignored", "{it} were left out", lambda value, arguments: None)
    elif place.is_numbers:
        yield from maps_of_values.of_values(quantities)
        if place.name == ANSWER:
            yield from maps_of_last_axis.of_last_axis()
            yield from maps_of_shape.of_any_shape()
    elif place.is_path:
        yield from maps_of_files.of_files()
    else:
        yield from maps_of_lists.at(place, arguments)


def _into_one(answer: Place) -> Iterator[Map]:
    """One entry made of all along each axis of an answer."""
    for axis, word in enumerate(answer.axes):
        yield from maps_of_axes.into_one(axis, word)


def _running_sums(answer: Place) -> Iterator[Map]:
    """Sums over all places of an answer before, or behind, each."""
    if len(answer.axes) > 1:
        words = answer.axes[-2:]
        yield from maps_of_two_axes.of_running_sums(len(answer.axes), words)


def _keeping_the_shape(place: Place, quantities: Sequence[Quantity]) -> Iterator[Map]:
    yield from maps_of_values.of_values(quantities)
    yield from maps_of_two_axes.of_axes(place.axes)
    if place.name == ANSWER:
        yield from maps_of_shape.of_order(place.axes)
        yield from maps_of_running.of_running(place.axes)
