"""Makes a call that a student's function gets wrong as small as possible, while it can be asked.

The function is asked again, about parts of the arguments that it has got already: fewer pictures,
fewer channels, shorter sides, lists and texts, smaller settings. Kept is what the solution can
answer and the student's function still answers wrongly.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import partial
from itertools import chain, combinations, islice
from types import ModuleType
from typing import Any

import numpy as np
import torch
from torch import Tensor

from autograder.diagnosis import own_values, simple_floats
from autograder.diagnosis.asking import Asking
from autograder.diagnosis.evidence import Evidence
from autograder.diagnosis.properties import is_list
from autograder.diagnosis.recording import LayerConstruction, RecordedCall
from autograder.diagnosis.redrawing import is_file
from autograder.diagnosis.scripts import Script
from autograder.diagnosis.sizes import size
from autograder.diagnosis.smaller_values import (
    Place,
    is_plain,
    shorter,
    shorter_lists,
    shorter_than,
    smaller_inside,
    smaller_settings,
)

FLOATS_WITH_VALUES = 2  # so many other floats with the same other texts and lists


def shrunk(evidence: Evidence, asking: Asking, solution: ModuleType | None = None) -> Evidence:
    """The evidence with the smallest call that was found, as it may be shown: its floats, texts and
    lists of whole numbers are ours, or hidden where it goes wrong with the check's alone.

    The `solution` says how a layer is made smaller; without it, layers stay as they are.
    """
    has_floats = simple_floats.has_floats(evidence.call)
    has_values = own_values.has_values(evidence.call)
    if not has_floats and not has_values:
        return smallest(evidence, asking, solution)
    ours = _first_like(evidence, with_values_of_ours(evidence.call), asking)
    if ours is not None:
        return smallest(ours, asking, solution)
    found = smallest(evidence, asking, solution)
    call = own_values.with_hidden_values(found.call) if has_values else found.call
    return replace(found, call=simple_floats.with_hidden_floats(call) if has_floats else call)


def with_values_of_ours(call: RecordedCall) -> Iterator[RecordedCall]:
    """The call with values of ours, several of them one after another."""
    if not own_values.has_values(call):
        yield from simple_floats.with_simple_floats(call)
        return
    for own in own_values.with_own_values(call):
        if simple_floats.has_floats(own):
            yield from islice(simple_floats.with_simple_floats(own), FLOATS_WITH_VALUES)
        else:
            yield own


def smallest(evidence: Evidence, asking: Asking, solution: ModuleType | None = None) -> Evidence:
    """The evidence with the smallest call that was found; itself if none is smaller.

    A call with a wrong answer gives way to one with a wrong answer only, a crash only to a crash.
    """
    is_askable = evidence.mine.error is not None or evidence.has_wrong_numbers
    if not is_askable or not _may_be_smaller(evidence.call, solution):
        return evidence
    while found := _first_like(evidence, _smaller_of_all(evidence.call, solution), asking):
        evidence = found
    return evidence


def _may_be_smaller(call: RecordedCall, solution: ModuleType | None) -> bool:
    """Whether it is about a function, an object that was given texts, or a layer that is called."""
    if isinstance(call.made, Script):
        return own_values.has_values(call)
    is_known = call.made is not None and call.asked == "call" and call.made.state is not None
    return call.made is None or (is_known and solution is not None)


def _smaller_of_all(call: RecordedCall, solution: ModuleType | None) -> Iterator[RecordedCall]:
    if solution is not None:
        yield from smaller_layers(call, solution)
    yield from smaller_scripts(call)
    yield from smaller(call)


def _first_like(
    evidence: Evidence, calls: Iterable[RecordedCall], asking: Asking
) -> Evidence | None:
    """The first of these calls that goes wrong as this one does; None if none is found."""
    is_crash = evidence.mine.error is not None
    for call in calls:
        if asking.is_over:
            return None
        found = asking.one(call)
        if found and found.is_wrong and (found.mine.error is not None) == is_crash:
            return replace(evidence, call=call, mine=found.mine, right=found.right)
    return None


def smaller(call: RecordedCall) -> Iterator[RecordedCall]:
    """Calls with a little less in them, the smallest first."""
    found = [_with(call, changes) for changes in _changes(call)]
    return iter(sorted(found, key=size))


def smaller_layers(call: RecordedCall, solution: ModuleType) -> Iterator[RecordedCall]:
    """Calls of a layer that is made with smaller settings, such as fewer channels.

    How its parameters become smaller, a layer of the solution says; of the arguments, the
    beginnings are kept along an axis, or all axes, that were as long as the setting was large.
    """
    made = call.made
    if not isinstance(made, LayerConstruction) or made.state is None:
        return
    settings: dict[Place, Any] = dict(enumerate(made.args))
    settings.update(made.kwargs.items())
    given: dict[Place, Any] = dict(enumerate(call.args))
    given.update(call.kwargs.items())
    arrays = {place: value for place, value in given.items() if isinstance(value, Tensor)}
    sides = [(place, axis) for place, array in arrays.items() for axis in range(array.ndim)]
    for place, value in settings.items():
        for smaller_value in smaller_settings(value):
            if (other := _made_with(made, place, smaller_value, call, solution)) is None:
                continue
            changed = replace(call, made=other, answer=None, error=None, backwards=[])
            if type(smaller_value) is int and smaller_value:
                alike = [
                    (where, axis) for where, axis in sides if arrays[where].shape[axis] == value
                ]
                for group in ([alike] if len(alike) > 1 else []) + [[side] for side in alike]:
                    yield _with(changed, _cut(arrays, group, smaller_value))
            yield changed


def smaller_scripts(call: RecordedCall) -> Iterator[RecordedCall]:
    """Calls of an object that was asked less before, or was given shorter lists and texts."""
    if not isinstance(call.made, Script):
        return
    for fewer in call.made.without_one(call.args, call.kwargs):
        yield replace(call, made=fewer, answer=None, error=None, backwards=[])
    for long in call.made.values():
        if not is_plain(long) or is_file(long, call):
            continue
        lengths = shorter_than(len(long))
        for short in chain((long[:length] for length in lengths), smaller_inside(long)):
            made = call.made.mapped(partial(_instead_of, long, short))
            yield replace(call, made=made, answer=None, error=None, backwards=[])


def _instead_of(long: object, short: object, value: object) -> object:
    return short if value is long else value


def _made_with(
    made: LayerConstruction, place: Place, value: object, call: RecordedCall, solution: ModuleType
) -> LayerConstruction | None:
    """The construction with another setting; None if no such layer is smaller in its parameters."""
    args = tuple(value if place == number else each for number, each in enumerate(made.args))
    kwargs = {name: value if place == name else each for name, each in made.kwargs.items()}
    try:
        with torch.random.fork_rng(devices=[]), warnings.catch_warnings():
            warnings.simplefilter("ignore")
            shapes = getattr(solution, call.function)(*args, **kwargs).state_dict()
    except Exception:  # noqa: BLE001 - a layer need not allow every setting
        return None
    state: dict[str, Tensor] = {}
    for name, old in (made.state or {}).items():
        new = shapes.get(name)
        if new is None or new.ndim != old.ndim:
            return None
        if any(now > before for now, before in zip(new.shape, old.shape, strict=True)):
            return None
        state[name] = old.detach()[tuple(slice(0, side) for side in new.shape)]
    return LayerConstruction(args, kwargs, state)


def _changes(call: RecordedCall) -> Iterator[Mapping[Place, object]]:
    values: dict[Place, Any] = dict(enumerate(call.args))
    values.update(call.kwargs.items())
    arrays = {place: v for place, v in values.items() if isinstance(v, Tensor | np.ndarray)}
    sides = [(place, axis) for place, array in arrays.items() for axis in range(array.ndim)]
    for length in {arrays[place].shape[axis] for place, axis in sides}:
        alike = [(place, axis) for place, axis in sides if arrays[place].shape[axis] == length]
        groups = [[side] for side in alike] + ([alike] if len(alike) > 1 else [])
        # Of two arguments one may have to follow the other: as many channels in both.
        groups += [[*pair] for pair in combinations(alike, 2) if len(alike) > 2]
        for side in shorter_than(length):
            for group in groups:
                yield _cut(arrays, group, side)
    for place, value in values.items():
        for smaller in smaller_settings(value):
            yield {place: smaller}
    yield from shorter_lists({place: v for place, v in values.items() if is_list(v)})
    plain = {p: v for p, v in values.items() if is_plain(v) and not is_file(v, call)}
    yield from shorter(plain, from_end=False)
    yield from shorter(plain, from_end=True)
    for place, value in plain.items():
        yield from ({place: smaller} for smaller in smaller_inside(value))


def _cut(
    arrays: Mapping[Place, Any], sides: list[tuple[Place, int]], length: int
) -> Mapping[Place, object]:
    """The beginnings of some arguments along some of their axes."""
    cut: dict[Place, Any] = {}
    for place, axis in sides:
        array = cut.get(place, arrays[place])
        if isinstance(array, Tensor):
            array = array.detach()
        cut[place] = array[(slice(None),) * axis + (slice(0, length),)]
    return cut


def _with(call: RecordedCall, changes: Mapping[Place, object]) -> RecordedCall:
    args = tuple(changes.get(place, value) for place, value in enumerate(call.args))
    kwargs = {name: changes.get(name, value) for name, value in call.kwargs.items()}
    return replace(call, args=args, kwargs=kwargs, answer=None, error=None, backwards=[])
