"""What can be said of wrong answers that no known mistake explains.

Looks for the one property of the arguments that separates the calls that are right from those that
are wrong, and for a pattern that all errors share. Knows no course: what it says is built from the
names of parameters and, where a course gives them, from words for the axes.
"""

from __future__ import annotations

import inspect
from collections.abc import Iterator, Mapping, Sequence
from types import ModuleType
from typing import Any

import numpy as np
from torch import Tensor

from autograder.grading import error_patterns
from autograder.grading.evidence import Evidence, Group
from autograder.grading.recording import RecordedCall

Axes = Mapping[str, tuple[str, ...]]

FEW = 2  # fewer calls than this on either side prove nothing


def sentence(group: Group, solution: ModuleType, axes: Axes) -> str:
    """One or two sentences about the group's wrong answers, or nothing."""
    wrong = [each for each in group.wrong if each.mine.error is None]
    if group.refuses or not wrong:
        return ""
    property_ = separating(group, solution, axes)
    pattern = error_patterns.shared(wrong, axes.get("return", ()))
    parts = []
    if property_:
        parts.append(f"It looks like `{group.function}` is {property_}.")
    if pattern:
        parts.append(f"It looks like {pattern}.")
    if not parts and (smallest := _smallest(wrong[0], axes.get("return", ()))):
        parts.append(f"The smallest call with a wrong answer is {smallest}.")
    return " ".join(parts)


def separating(group: Group, solution: ModuleType, axes: Axes) -> str:
    """The only property that all right calls have and no wrong one, or the other way round."""
    right = [each for each in group.evidence if not each.is_wrong]
    if len(right) < FEW or len(group.wrong) < FEW:
        return ""
    properties = [dict(_properties(each.call, solution, axes)) for each in (*right, *group.wrong)]
    common = set(properties[0]).intersection(*properties[1:])
    found = []
    for words in properties[0]:
        if words not in common:
            continue
        held = [each[words] for each in properties]
        in_right, in_wrong = set(held[: len(right)]), set(held[len(right) :])
        if in_right == {True} and in_wrong == {False}:
            found.append(f"right only where {words}")
        elif in_right == {False} and in_wrong == {True}:
            found.append(f"wrong wherever {words}")
    return found[0] if len(found) == 1 else ""


def _properties(call: RecordedCall, solution: ModuleType, axes: Axes) -> Iterator[tuple[str, bool]]:
    """Words → whether they are true of the call, for all that may matter about its arguments."""
    for parameter, value in _bound(call, solution):
        name = parameter.name
        if isinstance(value, Tensor | np.ndarray):
            yield from _of_numbers(name, value, axes.get(name, ()))
        if parameter.default is not inspect.Parameter.empty:
            default = parameter.default
            is_default = value is default or (_is_plain(value) and value == default)
            yield f"`{name}` is {default!r}", is_default
        if _is_plain(value):
            yield f"`{name}` is a single number", not isinstance(value, tuple)
            parts = value if isinstance(value, tuple) else (value,)
            yield f"both parts of `{name}` are equal", len(set(parts)) == 1


def _of_numbers(
    name: str, value: Tensor | np.ndarray[Any, Any], words: Sequence[str]
) -> Iterator[tuple[str, bool]]:
    shape = tuple(value.shape)
    known = (
        words if len(words) == len(shape) else [f"entry along axis {i}" for i in range(len(shape))]
    )
    for word, side in zip(known, shape, strict=True):
        yield f"`{name}` has a single {word}", side == 1
    if len(shape) > 1:
        last, but_one = known[-1], known[-2]
        yield f"`{name}` has as many {but_one}s as {last}s", shape[-1] == shape[-2]
    dense = value.is_contiguous() if isinstance(value, Tensor) else bool(value.flags.c_contiguous)
    yield f"the numbers of `{name}` lie in order in memory", dense
    yield f"`{name}` is float32", str(value.dtype).endswith("float32")


def _bound(call: RecordedCall, solution: ModuleType) -> Iterator[tuple[inspect.Parameter, object]]:
    """Each parameter with its value; of a layer's call, also those with which it was made."""
    thing = getattr(solution, call.function)
    if call.made is None:
        yield from _bound_to(thing, call.args, call.kwargs)
        return
    yield from _bound_to(thing, call.made.args, call.made.kwargs)
    if call.asked == "call":
        yield from _bound_to(thing.forward, (None, *call.args), call.kwargs)


def _bound_to(
    thing: Any, args: tuple[Any, ...], kwargs: Mapping[str, Any]
) -> Iterator[tuple[inspect.Parameter, object]]:
    signature = inspect.signature(thing)
    try:
        bound = signature.bind(*args, **kwargs)
    except TypeError:
        return
    bound.apply_defaults()
    for name, value in bound.arguments.items():
        yield signature.parameters[name], value


def _is_plain(value: object) -> bool:
    """An int, or a tuple of ints."""
    parts = value if isinstance(value, tuple) else (value,)
    return all(type(part) is int for part in parts)


def _smallest(evidence: Evidence, words: Sequence[str]) -> str:
    """A call in shapes and settings, and its first wrong number; nothing if it quotes a text."""
    call = evidence.call
    if any(isinstance(value, str | list | dict) for value in (*call.args, *call.kwargs.values())):
        return ""
    place = error_patterns.first_difference(evidence.mine.answer, evidence.right.answer, words)
    return f"`{call}`, first {place}" if place else f"`{call}`"
