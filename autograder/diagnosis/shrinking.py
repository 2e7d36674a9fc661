"""Makes a call that a student's function gets wrong as small as possible, while it can be asked.

The function is asked again, about parts of the arguments that it has got already: fewer pictures,
fewer channels, shorter sides, smaller settings. Kept is what the solution can answer and the
student's function still answers wrongly.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import combinations
from types import ModuleType
from typing import Any

import numpy as np
import torch
from torch import Tensor

from autograder.diagnosis import simple_floats
from autograder.diagnosis.asking import Asking
from autograder.diagnosis.evidence import Evidence
from autograder.diagnosis.properties import is_list
from autograder.diagnosis.recording import LayerConstruction, RecordedCall
from autograder.diagnosis.scripts import Script
from autograder.diagnosis.sizes import size

Place = int | str  # of an argument: its number, or its name


def shrunk(evidence: Evidence, asking: Asking) -> Evidence:
    """The evidence with the smallest call that was found, as it may be shown: its floats are simple
    ones of ours, or hidden where it goes wrong with the check's alone.
    """
    if not simple_floats.has_floats(evidence.call):
        return smallest(evidence, asking)
    simple = _first_like(evidence, simple_floats.with_simple_floats(evidence.call), asking)
    if simple is not None:
        return smallest(simple, asking)
    found = smallest(evidence, asking)
    return replace(found, call=simple_floats.with_hidden_floats(found.call))


def smallest(evidence: Evidence, asking: Asking) -> Evidence:
    """The evidence with the smallest call that was found; itself if none is smaller.

    A call with a wrong answer gives way to one with a wrong answer only, a crash only to a crash.
    """
    is_askable = evidence.mine.error is not None or evidence.has_wrong_numbers
    if evidence.call.made is not None or not is_askable:
        return evidence
    while found := _first_like(evidence, smaller(evidence.call), asking):
        evidence = found
    return evidence


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
    beginnings are kept along an axis that was as long as the setting was large.
    """
    made = call.made
    if not isinstance(made, LayerConstruction) or made.state is None:
        return
    settings: dict[Place, Any] = dict(enumerate(made.args))
    settings.update(made.kwargs.items())
    arrays: dict[Place, Any] = {n: v for n, v in enumerate(call.args) if isinstance(v, Tensor)}
    for place, value in settings.items():
        for smaller_value in _smaller_settings(value):
            if (other := _made_with(made, place, smaller_value, call, solution)) is None:
                continue
            changed = replace(call, made=other, answer=None, error=None, backwards=[])
            for where, array in arrays.items():
                for axis in range(array.ndim):
                    if array.shape[axis] == value and type(smaller_value) is int and smaller_value:
                        yield _with(changed, _cut(arrays, [(where, axis)], smaller_value))
            yield changed


def smaller_scripts(call: RecordedCall) -> Iterator[RecordedCall]:
    """Calls of an object that was asked less before."""
    if isinstance(call.made, Script):
        for fewer in call.made.without_one(call.args, call.kwargs):
            yield replace(call, made=fewer, answer=None, error=None, backwards=[])


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
        for shorter in sorted({1, length // 2, length - 1} - {0, length}):
            for group in groups:
                yield _cut(arrays, group, shorter)
    for place, value in values.items():
        for smaller in _smaller_settings(value):
            yield {place: smaller}
    yield from _shorter_lists({place: v for place, v in values.items() if is_list(v)})


def _shorter_lists(lists: Mapping[Place, Any]) -> Iterator[Mapping[Place, object]]:
    """The beginnings of lists of tensors, each alone and all together, and of their tensors."""
    for length in {len(value) for value in lists.values()}:
        same = [place for place, value in lists.items() if len(value) == length]
        groups = [[place] for place in same] + ([same] if len(same) > 1 else [])
        for shorter in sorted({1, length // 2, length - 1} - {0, length}):
            for group in groups:
                yield {place: lists[place][:shorter] for place in group}
    first = {place: _first_numbers(value) for place, value in lists.items()}
    if any(_count(value) < _count(lists[place]) for place, value in first.items()):
        yield first


def _first_numbers(value: Any) -> Any:
    """Of each tensor, as many numbers along each axis as one."""
    if isinstance(value, Tensor):
        return value.detach()[(slice(0, 1),) * value.ndim]
    return type(value)(_first_numbers(part) for part in value)


def _count(value: Any) -> int:
    """How many numbers are in a list of tensors."""
    return value.numel() if isinstance(value, Tensor) else sum(map(_count, value))


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


def _smaller_settings(value: object) -> Iterator[object]:
    """For an int, or a tuple of ints: one less, or one."""
    if type(value) is int:
        yield from sorted({0, 1, value - 1} & set(range(value)))
    elif isinstance(value, tuple) and value and all(type(part) is int for part in value):
        for place, part in enumerate(value):
            for smaller in _smaller_settings(part):
                yield (*value[:place], smaller, *value[place + 1 :])


def _with(call: RecordedCall, changes: Mapping[Place, object]) -> RecordedCall:
    args = tuple(changes.get(place, value) for place, value in enumerate(call.args))
    kwargs = {name: changes.get(name, value) for name, value in call.kwargs.items()}
    return replace(call, args=args, kwargs=kwargs, answer=None, error=None, backwards=[])
