"""Whole numbers and texts of ours in place of those in lists and texts that a check has asked with.

What stands there depends on nothing but how long the lists and texts are, as shapes of tensors are
shown, too.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from itertools import cycle, islice
from typing import Any

from autograder.diagnosis.recording import RecordedCall
from autograder.diagnosis.scripts import Script

# Of each, one is tried after the other: with equal ones, and in no order.
NUMBERS = ((0, 1, 2), (1, 0), (2, 1, 3, 0), (1, 1, 2))
TEXTS = ("abc", "a b", "Ba", "aab")


@dataclass(frozen=True)
class _Hidden:
    """Stands for a text or a list that is not shown."""

    words: str

    def __repr__(self) -> str:
        return self.words


def has_values(call: RecordedCall) -> bool:
    """Whether an argument is a text, or a list with a whole number or a text in it.

    What led to an object stays as it is: see `redrawing`.
    """
    if isinstance(call.made, Script):
        return False
    return any(_holds(value, call) for value in (*call.args, *call.kwargs.values()))


def with_own_values(call: RecordedCall) -> Iterator[RecordedCall]:
    """The call with numbers and texts of ours, as many and as long as there were."""
    for numbers, text in zip(NUMBERS, TEXTS, strict=True):
        yield _changed(call, partial(_like, numbers=numbers, text=text))


def with_hidden_values(call: RecordedCall) -> RecordedCall:
    """The call as it may be shown, with the lengths of its lists and texts; it can't be asked."""
    if isinstance(call.made, Script):
        return call
    return _changed(call, lambda value: _Hidden(_described(value)))


def hides(call: RecordedCall) -> bool:
    """Whether some of its values are not shown."""
    return any(isinstance(value, _Hidden) for value in (*call.args, *call.kwargs.values()))


def _changed(call: RecordedCall, new: Callable[[Any], Any]) -> RecordedCall:
    """The call, of which no answer is known yet, with `new` of each text or list in its place."""
    args = tuple(new(value) if _holds(value, call) else value for value in call.args)
    kwargs = {n: new(value) if _holds(value, call) else value for n, value in call.kwargs.items()}
    return replace(call, args=args, kwargs=kwargs, answer=None, error=None, backwards=[])


def _holds(value: object, call: RecordedCall) -> bool:
    if isinstance(value, str):
        return bool(value) and value not in call.files
    return isinstance(value, list | tuple) and any(
        _holds(part, call) or (type(part) in (int, bool) and isinstance(value, list))
        for part in value
    )


def _like(value: Any, numbers: tuple[int, ...], text: str) -> Any:
    if isinstance(value, str):
        return "".join(islice(cycle(text), len(value)))
    if not isinstance(value, list | tuple):
        return value
    ours = zip(value, cycle(numbers), strict=False)
    return type(value)(
        type(part)(number) if type(part) in (int, bool) else _like(part, numbers, text)
        for part, number in ours
    )


def _described(value: Any) -> str:
    """Its kind and length: `text of 3 characters`, `list of 2`."""
    if isinstance(value, str):
        return f"text of {len(value)} character{'s' if len(value) != 1 else ''}"
    return f"{type(value).__name__} of {len(value)}"
