"""Calls that no check has made, to tell apart what explains all that the checks have seen."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import chain
from typing import Any

import numpy as np
import torch
from torch import Tensor

from autograder.diagnosis import redrawing
from autograder.diagnosis.evidence import CallGroup
from autograder.diagnosis.misconceptions import Catalogue
from autograder.diagnosis.probes import probes_of
from autograder.diagnosis.properties import is_list
from autograder.diagnosis.recording import RecordedCall
from autograder.diagnosis.scripts import Script

SEED = 7
DIVISIBLE = 720  # by all lengths up to 6, and many more


def fresh_calls(group: CallGroup, catalogue: Catalogue) -> Iterator[RecordedCall]:
    """Those of the course's probes; without any, the recorded ones with other numbers."""
    calls = [each.call for each in group.evidence]
    probes = probes_of(catalogue.probes, group.function, calls)
    if probes is not None:
        return chain(probes.one_at_a_time(), probes.several_at_once(SEED))
    chance = torch.Generator().manual_seed(SEED)
    return (_with_other_numbers(call, chance) for call in calls if _is_askable(call))


def whole(call: RecordedCall) -> RecordedCall:
    """The call with whole numbers, of which the means are whole, too."""

    def rounded(value: Any) -> Any:
        if not isinstance(value, Tensor) or not value.is_floating_point():
            return value
        return (value.detach().round() * DIVISIBLE).requires_grad_(value.requires_grad)

    kwargs = {name: rounded(value) for name, value in call.kwargs.items()}
    return replace(call, args=tuple(map(rounded, call.args)), kwargs=kwargs)


def _is_askable(call: RecordedCall) -> bool:
    """Whether it is a function's or an object's, about numbers alone, of which some can be drawn
    anew."""
    if isinstance(call.made, Script):
        return redrawing.is_plain(call) and redrawing.has_arrays(call)
    values = [*call.args, *call.kwargs.values()]
    is_drawn = any(isinstance(value, Tensor | np.ndarray) or is_list(value) for value in values)
    is_unknown = any(isinstance(v, str) or (isinstance(v, list) and not is_list(v)) for v in values)
    return call.made is None and is_drawn and not is_unknown


def _with_other_numbers(call: RecordedCall, chance: torch.Generator) -> RecordedCall:
    args = tuple(_drawn_like(value, chance) for value in call.args)
    kwargs = {name: _drawn_like(value, chance) for name, value in call.kwargs.items()}
    made = call.made
    if isinstance(made, Script):
        made = made.mapped(lambda value: _drawn_like(value, chance))
    return replace(call, args=args, kwargs=kwargs, made=made, answer=None, error=None, backwards=[])


def _drawn_like(value: Any, chance: torch.Generator) -> Any:
    """Other numbers of the same kind, in the same range."""
    if is_list(value):
        return type(value)(_drawn_like(part, chance) for part in value)
    if isinstance(value, np.ndarray):
        return _drawn_like(torch.from_numpy(np.ascontiguousarray(value)), chance).numpy()
    if not isinstance(value, Tensor) or not value.numel():
        return value
    value = value.detach()
    if value.is_floating_point():
        return torch.randn(value.shape, generator=chance, dtype=value.dtype)
    if value.dtype is torch.bool or value.is_complex():
        return value
    least, most = int(value.min()), int(value.max())
    return torch.randint(least, most + 1, value.shape, generator=chance, dtype=value.dtype)
