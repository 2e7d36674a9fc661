"""Small calls of our own that vary one thing at a time, then several at once.

A course's `PROBES` say for a function how such a call is put together, and which settings it has:

    PROBES = {"conv2d": (_call, {"stride": (1, 2, (1, 2)), "height": (6, 5)})}

The first value of a setting is that of the base call; the others vary it. `_call(numbers, stride,
height)` gives the arguments by their names; `numbers(*shape)` draws random numbers for a tensor.
Bytes are given as a file. Where `_call` gives `MADE` and `STATE`, a layer is made with these
arguments, gets this state, and is called with the rest.
The precision of the tensors, their order in memory, and whether they want a gradient are varied
without being told.
"""

from __future__ import annotations

import inspect
import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor

from autograder.diagnosis.recording import LayerConstruction, RecordedCall

Numbers = Callable[..., Tensor]
Probe = tuple[Callable[..., Mapping[str, Any]], Mapping[str, Sequence[Any]]]
Settings = Mapping[str, Any]

SEED = 14
CHANGED = 0.5  # how likely a setting is varied in a call that varies several
MADE, STATE = "made", "state"
FILE = "picture.png"  # the name of a file that a call is about
DTYPE, LAYOUT, GRADIENT = "dtype_", "layout_", "gradient_"  # settings of ours, which no course has
OURS: Mapping[str, Sequence[Any]] = {
    DTYPE: (torch.float32, torch.float64),
    LAYOUT: ("dense", "spread"),
    GRADIENT: (False, True),
}
OURS_CHANGED = 0.15  # seldom, as the two matter seldom


@dataclass(frozen=True)
class Probes:
    """The calls that may be asked of one function."""

    function: str
    make: Callable[..., Mapping[str, Any]]
    values: Mapping[str, Sequence[Any]]
    positional: int  # so many arguments are given by their place, as the checks give them

    def one_at_a_time(self) -> Iterator[RecordedCall]:
        """The base call, then for each value of each setting the call that differs in it alone."""
        base = {name: values[0] for name, values in (*self.values.items(), *OURS.items())}
        draw = random.Random(SEED)  # noqa: S311 - not a secret: calls that vary
        yield self._call(base, draw)
        for name, values in (*self.values.items(), *OURS.items()):
            for value in values[1:]:
                yield self._call({**base, name: value}, draw)

    def several_at_once(self, seed: int) -> Iterator[RecordedCall]:
        """Calls without end that differ from the base call in several settings."""
        draw = random.Random(seed)  # noqa: S311 - not a secret: calls that vary
        while True:
            settings = {
                name: _one_of(values, CHANGED, draw) for name, values in self.values.items()
            }
            ours = {name: _one_of(values, OURS_CHANGED, draw) for name, values in OURS.items()}
            yield self._call({**settings, **ours}, draw)

    def _call(self, settings: Settings, draw: random.Random) -> RecordedCall:
        chance = torch.Generator().manual_seed(draw.getrandbits(32))
        own = {name: settings[name] for name in self.values}
        arguments = dict(self.make(_numbers(settings, chance), **own))
        if MADE in arguments:
            made = LayerConstruction((), arguments.pop(MADE), arguments.pop(STATE))
            return RecordedCall(self.function, tuple(arguments.values()), {}, made=made)
        files = [value for value in arguments.values() if isinstance(value, bytes)]
        if files:
            args = tuple(FILE if value in files else value for value in arguments.values())
            return RecordedCall(self.function, args, {}, files={FILE: files[0]})
        values = list(arguments.items())
        args = tuple(value for _, value in values[: self.positional])
        return RecordedCall(self.function, args, dict(values[self.positional :]))


def probes_of(
    written: Mapping[str, Probe], function: str, like: Sequence[RecordedCall]
) -> Probes | None:
    """The course's probes for a function; the arguments are given as in these calls.

    Those without a default are always given by their place.
    """
    if function not in written:
        return None
    make, values = written[function]
    positional = min((len(call.args) for call in like), default=0)
    return Probes(function, make, values, max(positional, 1))


def faults(written: Mapping[str, Probe]) -> Iterator[str]:
    """A sentence for each probe that is not as it should be."""
    for function, (make, values) in written.items():
        wanted = list(inspect.signature(make).parameters)[1:]
        if wanted != list(values):
            yield f"PROBES[{function!r}] has values for {list(values)}; its function takes {wanted}"


def _one_of(values: Sequence[Any], changed: float, draw: random.Random) -> Any:
    if len(values) > 1 and draw.random() < changed:
        return draw.choice(values[1:])
    return values[0]


def _numbers(settings: Settings, chance: torch.Generator) -> Numbers:
    def numbers(*shape: int) -> Tensor:
        drawn = torch.randn(shape, generator=chance).to(settings[DTYPE])
        if settings[LAYOUT] == "spread" and drawn.ndim > 1:
            drawn = drawn.transpose(-1, -2).contiguous().transpose(-1, -2)
        return drawn.requires_grad_(settings[GRADIENT])

    return numbers
