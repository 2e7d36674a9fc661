"""Calls of our own that are like wrong ones in what no probe varies: the numbers, and how settings
are given.

A function that leaves zeros out is right for whatever is drawn at random, whichever its settings;
one whose settings come in another order is right for all that are given by their names.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from types import ModuleType
from typing import Any

import torch
from torch import Tensor

from autograder.diagnosis.properties import bound, signature_of
from autograder.diagnosis.recording import LayerConstruction, RecordedCall

HALF = 0.5
Arguments = tuple[tuple[Any, ...], Mapping[str, Any]]


@dataclass(frozen=True)
class LikeWrong:
    """Makes calls like wrong ones: with numbers of theirs, or with settings given by their place.

    `pools` are all numbers of each argument, of shape (n,); `by_place` is how many arguments are.
    """

    solution: ModuleType
    pools: Mapping[str, Tensor]
    by_place: int

    def each(self, calls: Iterable[RecordedCall], seed: int) -> Iterator[RecordedCall]:
        """The calls: one as it is, one with the numbers, one with the settings, one with both."""
        chance = torch.Generator().manual_seed(seed)
        for number, call in enumerate(calls):
            filled = self._filled(call, chance) if number % 2 else call
            yield self._placed(filled) if number % 4 > 1 else filled

    def mixed(self, calls: Iterable[RecordedCall], seed: int) -> Iterator[RecordedCall]:
        """The calls, about half of whose numbers are those of wrong ones."""
        chance = torch.Generator().manual_seed(seed)
        for call in calls:
            yield self._filled(call, chance, share=HALF)

    def _filled(
        self, call: RecordedCall, chance: torch.Generator, share: float = 1
    ) -> RecordedCall:
        new: dict[int, Tensor] = {}  # by the identity of what it stands for
        for parameter, value in bound(call, self.solution):
            pool = self.pools.get(parameter.name)
            if pool is not None and isinstance(value, Tensor) and value.is_floating_point():
                places = torch.randint(len(pool), value.shape, generator=chance)
                # A copy, which keeps the order in memory.
                drawn = torch.empty_like(value).detach().copy_(pool[places])
                if share < 1:
                    is_kept = torch.rand(value.shape, generator=chance) > share
                    drawn = torch.where(is_kept, value.detach(), drawn)
                new[id(value)] = drawn.requires_grad_(value.requires_grad)
        args = tuple(new.get(id(value), value) for value in call.args)
        kwargs = {name: new.get(id(value), value) for name, value in call.kwargs.items()}
        return replace(call, args=args, kwargs=kwargs)

    def _placed(self, call: RecordedCall) -> RecordedCall:
        thing = getattr(self.solution, call.function)
        if isinstance(call.made, LayerConstruction):
            args, kwargs = self._by_place(thing, call.made.args, call.made.kwargs)
            return replace(call, made=replace(call.made, args=args, kwargs=kwargs))
        args, kwargs = self._by_place(thing, call.args, call.kwargs)
        return replace(call, args=args, kwargs=kwargs)

    def _by_place(self, thing: Any, args: Sequence[Any], kwargs: Mapping[str, Any]) -> Arguments:
        signature = signature_of(thing).bind(*args, **kwargs)
        signature.apply_defaults()
        placed = list(signature.arguments)[: max(len(args), self.by_place)]
        values = tuple(signature.arguments[name] for name in placed)
        return values, {name: value for name, value in kwargs.items() if name not in placed}


def like_wrong(calls: Sequence[RecordedCall], solution: ModuleType) -> LikeWrong:
    """What makes calls of the same function like these."""
    numbers: dict[str, list[Tensor]] = {}
    by_place = 0
    for call in calls:
        for parameter, value in bound(call, solution):
            if isinstance(value, Tensor) and value.is_floating_point() and value.numel():
                numbers.setdefault(parameter.name, []).append(value.detach().double().flatten())
        args = call.made.args if isinstance(call.made, LayerConstruction) else call.args
        by_place = max(by_place, len(args))
    return LikeWrong(solution, {name: torch.cat(n) for name, n in numbers.items()}, by_place)
