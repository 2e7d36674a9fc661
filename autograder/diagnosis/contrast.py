"""What can be said of wrong answers that no known mistake explains.

Looks for the one property of the arguments that separates the calls that are right from those that
are wrong, and for a pattern that all errors share. Knows no course: what it says is built from the
names of parameters and, where a course gives them, from words for the axes.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import ModuleType
from typing import Any

import numpy as np
from torch import Tensor

from autograder.diagnosis import error_patterns
from autograder.diagnosis.evidence import CallGroup, Evidence
from autograder.diagnosis.misconceptions import Catalogue
from autograder.diagnosis.recording import RecordedCall

FEW_RIGHT, FEW_WRONG = 3, 2  # fewer calls than this prove nothing,
SUFFICIENT_KIND = "memory"  # except of this kind, which shows in no other way and seldom by chance
# What may lead to another dtype or to written inputs; only numbers depend on anything else.
BESIDES_NUMBERS = ("memory", "dtype")
# Of several properties that separate, one of an earlier kind says more.
KINDS = ("course", "memory", "dtype", "sides", "parts", "single", "default", "number")


@dataclass(frozen=True)
class Property:
    """What is true or not of a call's arguments: of which kind it is, and its words."""

    kind: str
    words: str


def sentence(group: CallGroup, catalogue: Catalogue, shrink: Callable[[Evidence], Evidence]) -> str:
    """A few sentences about the group's wrong answers, or nothing.

    `shrink` gives a smaller call that goes wrong as well, if it finds one.
    """
    if group.refuses or not group.wrong:
        return ""
    wrong = list(group.wrong_at(exactly=False))
    answer_axes = catalogue.axes.get("return", ())
    parts = []
    if property_ := separating(group, catalogue):
        parts.append(f"It looks like `{group.function}` is {property_}.")
    if wrong and (pattern := error_patterns.shared(wrong, answer_axes)):
        parts.append(f"It looks like {pattern}.")
    if not parts and (stage := error_patterns.first_stage(wrong, answer_axes)):
        parts.append(f"{stage[0].upper()}{stage[1:]}.")
    if wrong and (smallest := _smallest(shrink(wrong[0]), answer_axes)):
        parts.append(f"The smallest call with a wrong answer is {smallest}.")
    return " ".join(parts)


def separating(group: CallGroup, catalogue: Catalogue) -> str:
    """The most telling property that all right calls have and no wrong one, or the reverse.

    Nothing if two of one kind separate them: then either may be chance. Crashes count as wrong;
    what is amiss besides the numbers only does where all numbers are right.
    """
    wrong = [e for e in group.wrong if e.mine.error is not None or e.has_wrong_numbers]
    kinds: Sequence[str] = KINDS if wrong else BESIDES_NUMBERS
    wrong = wrong or list(group.wrong)
    right = [each for each in group.evidence if each not in wrong]
    if len(right) < FEW_RIGHT or not wrong:
        return ""
    properties = [dict(_properties(each.call, catalogue)) for each in (*right, *wrong)]
    common = set(properties[0]).intersection(*properties[1:])
    found: dict[str, list[str]] = {}
    for property_ in properties[0]:
        if property_ in common:
            held = [each[property_] for each in properties]
            if words := _separates(property_.words, held[: len(right)], held[len(right) :]):
                found.setdefault(property_.kind, []).append(words)
    kinds = kinds if len(wrong) >= FEW_WRONG else (SUFFICIENT_KIND,)
    best = next((found[kind] for kind in kinds if kind in found), [])
    return best[0] if len(best) == 1 else ""


def _separates(words: str, in_right: Sequence[bool], in_wrong: Sequence[bool]) -> str:
    if all(in_right) and not any(in_wrong):
        return f"right only where {words}"
    return f"wrong wherever {words}" if all(in_wrong) and not any(in_right) else ""


def _properties(call: RecordedCall, catalogue: Catalogue) -> Iterator[tuple[Property, bool]]:
    """Whether each thing that may matter about the arguments is true of this call."""
    values: dict[str, object] = {}
    for parameter, value in _bound(call, catalogue.right):
        name = parameter.name
        values[name] = value
        if isinstance(value, Tensor | np.ndarray):
            yield from _of_numbers(name, value, catalogue.axes.get(name, ()))
        if parameter.default is not inspect.Parameter.empty:
            default = parameter.default
            is_default = value is default or (_is_plain(value) and value == default)
            yield Property("default", f"`{name}` is {default!r}"), is_default
        if _is_plain(value):
            parts = value if isinstance(value, tuple) else (value,)
            yield Property("number", f"`{name}` is a single number"), len(parts) == 1
            yield Property("parts", f"both parts of `{name}` are equal"), len(set(parts)) == 1
    for words, is_so in reversed(catalogue.properties):
        wanted = inspect.signature(is_so).parameters
        if values.keys() >= wanted.keys():
            yield Property("course", words), bool(is_so(*(values[name] for name in wanted)))


def _of_numbers(
    name: str, value: Tensor | np.ndarray[Any, Any], words: Sequence[str]
) -> Iterator[tuple[Property, bool]]:
    shape = tuple(value.shape)
    known = (
        words if len(words) == len(shape) else [f"entry along axis {i}" for i in range(len(shape))]
    )
    for word, side in zip(known, shape, strict=True):
        yield Property("single", f"`{name}` has a single {word}"), side == 1
    if len(shape) > 1:
        words_of_square = f"`{name}` has as many {known[-2]}s as {known[-1]}s"
        yield Property("sides", words_of_square), shape[-1] == shape[-2]
    dense = value.is_contiguous() if isinstance(value, Tensor) else bool(value.flags.c_contiguous)
    yield Property("memory", f"the numbers of `{name}` lie in order in memory"), dense
    yield Property("dtype", f"`{name}` is float32"), str(value.dtype).endswith("float32")


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
