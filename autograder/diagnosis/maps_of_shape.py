"""Maps that only an answer undergoes: axes too many, missing, or in another order."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Sequence
from itertools import combinations, permutations

import torch
from torch import Tensor

from autograder.diagnosis.maps import Change, Map
from autograder.diagnosis.maps_of_axes import into_one, narrowed, of_tensor, stem_of
from autograder.diagnosis.maps_of_squares import of_squares
from autograder.text.axes import plural

MAX_PERMUTED = 4  # axes: of more there are too many orders to try all
# Orders of pictures, channels, rows and columns in which products of matrices have their numbers.
_PRODUCTS = ((1, 0, 2, 3), (1, 2, 3, 0), (0, 2, 3, 1), (2, 3, 0, 1))
MAX_TURNED = 3  # axes: of more there are too many orders together with directions


def of_shape(words: Sequence[str]) -> Iterator[Map]:
    """The maps of an answer whose axes have these words."""
    axes = len(words)
    yield Map(
        "one_axis_left_out",
        "one of the axes of length 1 were left out of {it}",
        of_tensor(_without_one_of_several),
    )
    yield from of_any_shape()
    for axis, word in enumerate(words):
        yield Map(
            f"{stem_of(word)}:squeezed",
            f"the axis of {plural(word)} were left out where there is only one",
            _squeezed(axis),
        )
    if axes > 1:
        yield Map(
            "first_entry", f"only the first {words[0]} were given back", of_tensor(lambda t: t[0])
        )
    for axis, word in enumerate(words):
        yield Map(
            f"{stem_of(word)}:summed", f"{{it}} were added up over all {plural(word)}", _sum(axis)
        )
        yield Map(
            f"{stem_of(word)}:averaged",
            f"{{it}} were the mean over all {plural(word)}",
            _mean(axis),
        )
        yield from into_one(axis, word)
        yield Map(
            f"{stem_of(word)}:every_second", f"only every second {word} were kept", _second(axis)
        )
        yield Map(
            f"{stem_of(word)}:first_kept", f"{{it}} had its first {word} only", _narrow(axis, 0, 1)
        )
        yield Map(
            f"{stem_of(word)}:last_kept",
            f"{{it}} had its last {word} only",
            _last(axis),
        )
        if axis:
            yield Map(
                f"{stem_of(word)}:first_alone",
                f"only the first {word} of {{it}} were given back, and no axis for {plural(word)}",
                _alone(axis),
            )
        yield Map(
            f"{stem_of(word)}:twice", f"all {plural(word)} of {{it}} came twice", _twice(axis)
        )
    for axis in range(axes - 1):
        words_of_both = f"{plural(words[axis])} and {plural(words[axis + 1])}"
        yield Map(
            f"{stem_of(words[axis])}_{stem_of(words[axis + 1])}:in_one_axis",
            f"{words_of_both} of {{it}} were one axis",
            of_tensor(functools.partial(_in_one_axis, axis)),
        )
    for order in _orders(axes):
        if sum(place != axis for place, axis in enumerate(order)) > 2:
            names = _listed(order, words)
            yield Map(f"order_{_digits(order)}", f"its axes were {names}", _permuted(order))
    if 2 < axes <= MAX_TURNED:
        yield from _turned(words)
    for one in range(axes - 1):
        yield from of_squares(one, one + 1, words)


def _turned(words: Sequence[str]) -> Iterator[Map]:
    """Every order of the axes with some of them in reverse order: turns and reflections."""
    own = tuple(range(len(words)))
    for order in _orders(len(words)):
        moved = sum(place != axis for place, axis in enumerate(order))
        for number in range(1, len(words) + 1):
            for reversed_ in combinations(own, number):
                is_quarter_turn = moved == 2 and number == 1 and order[reversed_[0]] != reversed_[0]
                if is_quarter_turn:  # has words of its own
                    continue
                backwards = " and ".join(f"the {plural(words[axis])}" for axis in reversed_)
                yield Map(
                    f"order_{_digits(order)}:reversed_{_digits(reversed_)}",
                    f"its axes were {_listed(order, words)}, and {backwards} in reverse order",
                    _turned_to(order, reversed_),
                )


def _turned_to(order: Sequence[int], reversed_: Sequence[int]) -> Change:
    return of_tensor(lambda t: t.flip(*reversed_).permute(*order))


def of_any_shape() -> Iterator[Map]:
    """Maps that need not know how many axes there are."""
    yield Map("squeezed", "axes of length 1 were left out of {it}", of_tensor(torch.squeeze))
    yield Map("flattened", "{it} were one long row", of_tensor(torch.flatten))
    yield Map("axis_in_front", "{it} had one axis more in front", of_tensor(lambda t: t[None]))
    yield Map("axis_behind", "{it} had one axis more behind", of_tensor(lambda t: t[..., None]))


def of_order(words: Sequence[str]) -> Iterator[Map]:
    """Maps that keep an answer's shape, but put its numbers in places of another order."""
    for order in _orders(len(words)):
        names = _listed(order, words)
        yield Map(
            f"reshaped_{_digits(order)}",
            f"the numbers of {{it}} came in the order {names}, and were reshaped then",
            _reshaped(order),
            keeps_shape=True,
        )
        yield Map(
            f"cut_anew_{_digits(order)}",
            f"the numbers of {{it}} were cut into {names}, and these exchanged then",
            _cut_anew(order),
            keeps_shape=True,
        )
    # A product of two matrices has its rows and columns in one of these orders, or in another.
    products = _PRODUCTS if len(words) == MAX_PERMUTED else tuple(_orders(len(words)))
    for came, taken in permutations(products if len(words) <= MAX_PERMUTED else (), 2):
        yield Map(
            f"came_{_digits(came)}_taken_{_digits(taken)}",
            f"the numbers of {{it}} came in the order {_listed(came, words)}, and were cut into "
            f"{_listed(taken, words)}",
            _taken_for(came, taken),
            keeps_shape=True,
        )


def _orders(axes: int) -> Iterator[tuple[int, ...]]:
    """Every order of the axes but their own; of more than `MAX_PERMUTED`, those in which some that
    stand together have moved."""
    own = tuple(range(axes))
    if axes <= MAX_PERMUTED:
        yield from (order for order in permutations(own) if order != own)
        return
    for start, end, place in combinations(range(axes + 1), 3):
        yield (*own[:start], *own[end:place], *own[start:end], *own[place:])


def _in_one_axis(axis: int, tensor: Tensor) -> Tensor:
    return tensor.flatten(axis, axis + 1)


def _listed(order: Sequence[int], words: Sequence[str]) -> str:
    return ", ".join(plural(words[axis]) for axis in order)


def _digits(order: Sequence[int]) -> str:
    return "".join(map(str, order))


def _sum(axis: int) -> Change:
    return of_tensor(lambda t: t.sum(axis))


def _without_one_of_several(tensor: Tensor) -> Tensor:
    """Nobody can tell which it is. Raises ValueError where that is known."""
    single = [axis for axis, length in enumerate(tensor.shape) if length == 1]
    if len(single) < 2:
        raise ValueError("it is known which axis this would be")
    return tensor.squeeze(single[0])


def _squeezed(axis: int) -> Change:
    return of_tensor(lambda t: t.squeeze(axis))


def _mean(axis: int) -> Change:
    return of_tensor(lambda t: t.mean(axis))


def _second(axis: int) -> Change:
    return of_tensor(lambda t: t[(slice(None),) * axis + (slice(None, None, 2),)])


def _narrow(axis: int, start: int, length: int) -> Change:
    return of_tensor(lambda t: narrowed(t, axis, start, length))


def _alone(axis: int) -> Change:
    return of_tensor(lambda t: t.select(axis, 0))


def _last(axis: int) -> Change:
    return of_tensor(lambda t: narrowed(t, axis, t.shape[axis] - 1, 1))


def _twice(axis: int) -> Change:
    return of_tensor(lambda t: torch.cat([t, t], axis))


def _permuted(order: Sequence[int]) -> Change:
    return of_tensor(lambda t: t.permute(*order))


def _reshaped(order: Sequence[int]) -> Change:
    return of_tensor(lambda t: t.permute(*order).reshape(t.shape))


def _cut_anew(order: Sequence[int]) -> Change:
    return _taken_for(range(len(order)), order)


def _taken_for(came: Sequence[int], taken: Sequence[int]) -> Change:
    def change(tensor: Tensor) -> Tensor:
        back = [taken.index(axis) for axis in range(len(taken))]
        sides = [tensor.shape[axis] for axis in taken]
        return tensor.permute(*came).reshape(sides).permute(*back)

    return of_tensor(change)
