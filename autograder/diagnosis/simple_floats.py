"""Other floats in place of those that a check has asked with, for calls that students see."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from itertools import count
from typing import Any

from autograder.diagnosis.recording import LayerConstruction, RecordedCall
from autograder.diagnosis.scripts import Script

# Those of one call are of one group: some functions take shares only. All are easy to reckon with.
SIMPLE = ((0.5, 0.25, 0.75, 0.125), (2.0, 1.5, 3.0, 4.0), (0.1, 0.01, 0.2, 0.001))


class _Hidden:
    """Stands for a float that is not shown."""

    def __repr__(self) -> str:
        return "…"


def has_floats(call: RecordedCall) -> bool:
    """Whether one of the arguments or settings is a float, or holds one."""
    made = call.made
    settings: Iterable[object] = ()
    if isinstance(made, Script):
        settings = made.values()
    elif made is not None:
        settings = (*made.args, *made.kwargs.values())
    return _holds_float((*call.args, *call.kwargs.values(), *settings))


def with_simple_floats(call: RecordedCall) -> Iterator[RecordedCall]:
    """The call with each float replaced by a simple one, which does not depend on it."""
    for values in SIMPLE:
        for first in range(2):
            yield _numbered(call, values[first:] + values[:first])


def with_hidden_floats(call: RecordedCall) -> RecordedCall:
    """The call as it may be shown, with "…" for each float; it can't be asked any more."""
    return _each_float(call, _Hidden)


def _numbered(call: RecordedCall, values: tuple[float, ...]) -> RecordedCall:
    number = count()
    return _each_float(call, lambda: values[next(number) % len(values)])


def _each_float(call: RecordedCall, new: Callable[[], Any]) -> RecordedCall:
    """The call, of which no answer is known yet, with `new` in place of its floats."""

    def changed(value: Any) -> Any:
        if _is_telling(value):
            return new()
        if type(value) in (list, tuple):
            return type(value)(map(changed, value))
        return value

    made = call.made
    if isinstance(made, Script):
        made = made.mapped(changed)
    elif made is not None:
        settings = {name: changed(value) for name, value in made.kwargs.items()}
        made = LayerConstruction(tuple(map(changed, made.args)), settings, made.state)
    return replace(
        call,
        args=tuple(map(changed, call.args)),
        kwargs={name: changed(value) for name, value in call.kwargs.items()},
        made=made,
        answer=None,
        error=None,
        backwards=[],
    )


def _holds_float(value: object) -> bool:
    if isinstance(value, list | tuple):
        return any(map(_holds_float, value))
    return _is_telling(value)


def _is_telling(value: object) -> bool:
    """Whether it is a float; some are so ordinary that they tell nothing of a check."""
    is_float = isinstance(value, float) and math.isfinite(value)
    return is_float and value not in (0.0, 1.0, -1.0)
