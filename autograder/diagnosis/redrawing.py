"""Calls with other numbers in them: of the same shapes, settings and kinds of files.

Nothing that is drawn here depends on the numbers of the call that it stands for, but for this:
whole numbers that may be places or classes stay within the range that they had.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import PurePath
from typing import Any

import numpy as np
import torch
from torch import Tensor

from autograder.diagnosis import own_values, small_files
from autograder.diagnosis.recording import LayerConstruction, RecordedCall
from autograder.diagnosis.scripts import Made, Script
from autograder.diagnosis.small_files import HIGH, LOW


def with_other_numbers(calls: Iterable[RecordedCall], *, seed: int) -> Iterator[RecordedCall]:
    """The calls of functions about numbers alone, with small whole numbers in them."""
    draw = torch.Generator().manual_seed(seed)
    for call in calls:
        is_of_numbers = call.made is None and not call.files and is_plain(call)
        if is_of_numbers and (drawn := redrawn(call, draw)) is not None:
            yield drawn


def is_plain(call: RecordedCall, *, with_words: bool = False, with_lists: bool = False) -> bool:
    """Whether it is about numbers and files alone: a function's call, or that of a layer whose
    parameters are known. `with_words` allows layers made with texts, `with_lists` texts and lists
    of whole numbers and texts that are given.
    """
    values = (*call.args, *call.kwargs.values())
    may_be_given = own_values.tells_nothing if with_lists else lambda value: False
    if isinstance(call.made, Script):
        values += tuple(call.made.values())
        are_known = (may_be_given(value) or _is_of_script(value) for value in values)
        return call.made.is_whole and all(are_known)
    if call.asked != "call":
        return False
    if call.made is None:
        return all(
            _is_number(value) or is_file(value, call) or may_be_given(value) for value in values
        )
    settings = (*call.made.args, *call.made.kwargs.values())
    allowed = (lambda v: _is_number(v) or isinstance(v, str)) if with_words else _is_number
    is_known = call.made.state is not None and not any(map(is_array, settings))
    return is_known and all(map(allowed, settings)) and all(map(_is_number, values))


def has_arrays(call: RecordedCall) -> bool:
    """Whether something can be drawn anew. Without, its numbers are those of whoever made it."""
    values = [*call.args, *call.kwargs.values()]
    if isinstance(call.made, Script):
        values += call.made.values()
        values += [part for value in values if isinstance(value, list | tuple) for part in value]
        values += [part for value in values if isinstance(value, dict) for part in value.values()]
    return any(is_array(value) or is_file(value, call) for value in values)


def is_array(value: object) -> bool:
    """Whether it is a tensor or an array."""
    return isinstance(value, Tensor | np.ndarray)


def is_file(value: object, call: RecordedCall) -> bool:
    """Whether it is the path of a file that came with the call."""
    return isinstance(value, str) and value in call.files


def redrawn(call: RecordedCall, draw: torch.Generator) -> RecordedCall | None:
    """The call with other numbers; None if it reads a file of which no other can be drawn."""
    files: dict[str, bytes] = {}
    names: dict[str, str] = {}
    for value in (*call.args, *call.kwargs.values()):
        if is_file(value, call) and value not in names:
            file = small_files.redrawn(call.files[value], draw)
            if file is None:
                return None
            data, name = file
            path = PurePath(name)
            names[value] = f"{path.stem}{len(files) + 1 if files else ''}{path.suffix}"
            files[names[value]] = data

    drawn_before: dict[int, Any] = {}  # what is given to several calls stays the same

    def drawn(value: Any) -> Any:
        if is_file(value, call):
            return names[value]
        if not isinstance(call.made, Script):
            return _drawn_like(value, draw)
        if isinstance(value, list | tuple):
            return type(value)(map(drawn, value))
        if isinstance(value, dict):  # a layer's parameters
            return {name: _parameter_like(part, draw) for name, part in value.items()}
        if id(value) not in drawn_before:
            drawn_before[id(value)] = _drawn_like(value, draw)
        return drawn_before[id(value)]

    args = tuple(drawn(value) for value in call.args)
    kwargs = {name: drawn(value) for name, value in call.kwargs.items()}
    made = call.made
    if isinstance(made, Script):
        made = made.mapped(drawn)
    elif made is not None:
        made = _made_anew(made, draw)
    new = replace(call, args=args, kwargs=kwargs, made=made, files=files)
    return replace(new, answer=None, error=None, backwards=[])


def _made_anew(made: LayerConstruction, draw: torch.Generator) -> LayerConstruction:
    state: Mapping[str, Tensor] | None = None
    if made.state is not None:
        state = {name: _parameter_like(value, draw) for name, value in made.state.items()}
    return LayerConstruction(made.args, made.kwargs, state)


def _parameter_like(value: Tensor, draw: torch.Generator) -> Tensor:
    """What is never negative, such as a variance, stays so."""
    drawn: Tensor = _drawn_like(value, draw)
    is_negative = value.is_complex() or not value.numel() or bool((value < 0).any())
    return drawn if is_negative or drawn.dtype is torch.bool else drawn.abs() + 1


def _is_of_script(value: object) -> bool:
    """Whether a script may be given it: a number, an object, a list of tensors and objects, or the
    parameters of a layer.
    """
    if isinstance(value, list | tuple) and value:
        return all(isinstance(part, Made) or is_array(part) for part in value) or _is_number(value)
    if isinstance(value, dict):
        return all(isinstance(part, Tensor) for part in value.values())
    return isinstance(value, Made) or _is_number(value)


def _is_number(value: object) -> bool:
    if isinstance(value, tuple):
        return all(type(part) is int for part in value)
    return value is None or is_array(value) or isinstance(value, bool | int | float)


def _drawn_like(value: Any, draw: torch.Generator) -> Any:
    """Small whole numbers in the same type."""
    if isinstance(value, np.ndarray):
        return _drawn_like(torch.from_numpy(np.ascontiguousarray(value)), draw).numpy()
    if not isinstance(value, Tensor):
        return value
    if value.dtype is torch.bool or value.is_complex():
        return value.detach().new_zeros(value.shape)
    low, high = (0, 256) if value.dtype is torch.uint8 else (LOW, HIGH)
    if not value.is_floating_point() and value.dtype is not torch.uint8 and value.numel():
        least, most = int(value.min()), int(value.max())
        low = max(low, min(0, least))
        high = max(low + 1, min(high, most + 1))
    numbers = torch.randint(low, high, value.shape, generator=draw)
    return numbers.to(value.dtype)
