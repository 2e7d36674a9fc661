"""Whole numbers and texts of ours in place of those in lists and texts that a check has asked with.

What stands there depends on nothing but how long the lists and texts are, as shapes of tensors are
shown, too.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from itertools import cycle, islice
from string import ascii_lowercase
from typing import Any

from autograder.diagnosis.recording import RecordedCall
from autograder.diagnosis.scripts import Script

# Of each, one is tried after the other: with equal ones, and in no order.
NUMBERS = ((0, 1, 2), (1, 0), (2, 1, 3, 0), (1, 1, 2))
TEXTS = ("abc", "a b c ", "Ba", "aab")


@dataclass(frozen=True)
class _Hidden:
    """Stands for a text or a list that is not shown."""

    words: str

    def __repr__(self) -> str:
        return self.words


class _Ours:
    """A text of ours for each hidden one: two that differ stay two, and equal ones one."""

    def __init__(self) -> None:
        self._found: dict[str, str] = {}

    def __getitem__(self, hidden: str) -> str:
        if hidden not in self._found:
            taken = set(self._found.values())
            ours = list(self._for(hidden, len(self._found)))
            # There are only so many short ones.
            self._found[hidden] = next((each for each in ours if each not in taken), ours[0])
        return self._found[hidden]

    def _for(self, hidden: str, number: int) -> Iterator[str]:
        """Those that may stand for the hidden text, of which so many came before."""
        raise NotImplementedError


class _Texts(_Ours):
    """As long as the hidden ones, with the letters of `text`, or others where these are used up."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self._text = text

    def _for(self, hidden: str, number: int) -> Iterator[str]:
        for letters, first in ((self._text, number), (ascii_lowercase, 0)):
            for start in range(first, first + len(letters)):
                at = start % len(letters)
                yield "".join(islice(cycle(letters), at, at + len(hidden)))


class _Words(_Ours):
    """Words of a text, or repeated ones where these are used up."""

    def __init__(self, words: tuple[str, ...]) -> None:
        super().__init__()
        self._words = words

    def _for(self, hidden: str, number: int) -> Iterator[str]:
        for times in range(1, number + 2):
            yield from (word * times for word in self._words)


def has_values(call: RecordedCall) -> bool:
    """Whether something given to it, or to the calls that led to its object, is a text, or a list
    with a whole number or a text in it.
    """
    return any(_holds(value, call) for value in _given(call))


def with_own_values(call: RecordedCall) -> Iterator[RecordedCall]:
    """The call with numbers and texts of ours, as many and as long as there were."""
    for numbers, text in zip(NUMBERS, TEXTS, strict=True):
        # Where a text has words, lists have these: they may be all words, or those of a text.
        words = _Words(tuple(text.split())) if " " in text else None
        yield _changed(call, partial(_like, numbers=numbers, texts=_Texts(text), words=words))


def with_hidden_values(call: RecordedCall) -> RecordedCall:
    """The call as it may be shown, with the lengths of its lists and texts; it can't be asked."""
    return _changed(call, lambda value: _Hidden(_described(value)))


def hides(call: RecordedCall) -> bool:
    """Whether some of its values are not shown."""
    return any(isinstance(value, _Hidden) for value in _given(call))


def tells_nothing(value: object) -> bool:
    """Whether it is hidden, or holds texts and whole numbers alone, which are ours by now."""
    if isinstance(value, list | tuple):
        return all(map(tells_nothing, value))
    return isinstance(value, _Hidden | str | bool | int)


def _given(call: RecordedCall) -> tuple[Any, ...]:
    """All that is given to the call, and to those that led to its object."""
    before = call.made.values() if isinstance(call.made, Script) else ()
    return (*before, *call.args, *call.kwargs.values())


def _changed(call: RecordedCall, new: Callable[[Any], Any]) -> RecordedCall:
    """The call, of which no answer is known yet, with `new` of each text or list in its place."""
    args = tuple(new(value) if _holds(value, call) else value for value in call.args)
    kwargs = {n: new(value) if _holds(value, call) else value for n, value in call.kwargs.items()}
    made = call.made
    if isinstance(made, Script):
        made = made.mapped(lambda value: new(value) if _holds(value, call) else value)
    return replace(call, args=args, kwargs=kwargs, made=made, answer=None, error=None, backwards=[])


def _holds(value: object, call: RecordedCall) -> bool:
    if isinstance(value, str):
        return bool(value) and value not in call.files
    return isinstance(value, list | tuple) and any(
        _holds(part, call) or (type(part) in (int, bool) and isinstance(value, list))
        for part in value
    )


def _like(
    value: Any,
    numbers: tuple[int, ...],
    texts: _Texts,
    words: _Words | None,
) -> Any:
    if isinstance(value, str):
        return texts[value]
    if not isinstance(value, list | tuple):
        return value
    return type(value)(
        type(part)(number)
        if type(part) in (int, bool)
        else words[part]
        if isinstance(part, str) and words
        else _like(part, numbers, texts, words)
        for part, number in zip(value, cycle(numbers), strict=False)
    )


def _described(value: Any) -> str:
    """Its kind and length: `text of 3 characters`, `list of 2`."""
    if isinstance(value, str):
        return f"text of {len(value)} character{'s' if len(value) != 1 else ''}"
    return f"{type(value).__name__} of {len(value)}"
