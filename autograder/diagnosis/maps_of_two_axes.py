"""Maps of tensors along named axes, one or two at a time: exchanged, turned, added up."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator, Sequence
from itertools import combinations

import torch
from torch import Tensor

from autograder.diagnosis.maps import Map
from autograder.diagnosis.maps_of_axes import cut, of_single_axes, of_tensor, stem_of, zeroed
from autograder.text.axes import plural


def of_axes(words: Sequence[str]) -> Iterator[Map]:
    """Maps that keep the shape, or nearly, of a tensor whose axes have these words."""
    yield from of_single_axes(words)
    for one, other in combinations(range(len(words)), 2):
        yield from _of_two(one, other, words)


def _as_many(tensor: Tensor, a: int, b: int) -> Tensor:
    """As many entries along the one axis as along the other. Raises where there are fewer."""
    if tensor.shape[b] < tensor.shape[a]:
        raise IndexError("there are not so many")
    return tensor.narrow(b, 0, tensor.shape[a])


def _as_many_filled(tensor: Tensor, a: int, b: int) -> Tensor:
    kept = _as_many(tensor, a, b)
    rest = tensor.narrow(b, tensor.shape[a], tensor.shape[b] - tensor.shape[a])
    return torch.cat([kept, torch.zeros_like(rest)], b)


SQUARES: Sequence[tuple[str, str, Callable[..., Tensor]]] = (
    ("", "{{it}} had as many {b} as {a}", _as_many),
    ("_filled", "only as many {b} of {{it}} were filled as there are {a}", _as_many_filled),
)


def of_running_sums(axes: int, words: Sequence[str]) -> Iterator[Map]:
    """Maps of a tensor with so many axes; `words` are those of the last two."""
    stem = "_".join(map(stem_of, words))
    for name, sentence, change in _running_sums(axes - 2, axes - 1, words[0]):
        yield Map(f"{stem}:{name}", sentence, of_tensor(change))


def _running_sums(
    one: int, other: int, word: str
) -> list[tuple[str, str, Callable[[Tensor], Tensor]]]:
    return [
        (
            "added_up_in_order",
            f"each number of {{it}} contained all before it, {word} by {word}",
            lambda t: _added_up(t, one, other),
        ),
        (
            "added_up_from_the_end",
            f"each number of {{it}} contained all behind it, {word} by {word}",
            lambda t: _added_up(t.flip(one, other), one, other).flip(one, other),
        ),
    ]


def _of_two(one: int, other: int, axes: Sequence[str]) -> Iterator[Map]:
    stem = f"{stem_of(axes[one])}_{stem_of(axes[other])}"
    both = f"{plural(axes[one])} and {plural(axes[other])} of {{it}}"
    listed: list[tuple[str, str, Callable[[Tensor], Tensor]]] = [
        ("exchanged", f"{both} were exchanged", lambda t: t.transpose(one, other)),
        ("both_reversed", f"{both} were both in reverse order", lambda t: t.flip(one, other)),
        (
            "other_order",
            f"{both} were read in the other order",
            lambda t: t.transpose(one, other).reshape(t.shape),
        ),
        (
            "cut_in_other_order",
            f"{both} were filled in the other order",
            lambda t: _refilled(t, one, other),
        ),
        (
            "quarter_turn",
            "{it} were given a quarter turn",
            lambda t: torch.rot90(t, 1, (one, other)),
        ),
        (
            "quarter_turn_back",
            "{it} were given a quarter turn to the right",
            lambda t: torch.rot90(t, -1, (one, other)),
        ),
        (
            "firsts_missing",
            f"the first of the {both} were missing",
            lambda t: cut(cut(t, one, 1, 0), other, 1, 0),
        ),
        (
            "lasts_missing",
            f"the last of the {both} were missing",
            lambda t: cut(cut(t, one, 0, 1), other, 0, 1),
        ),
        (
            "ends_missing",
            f"the outermost {both} were missing",
            lambda t: cut(cut(t, one, 1, 1), other, 1, 1),
        ),
        (
            "firsts_zero",
            f"the first of the {both} were zero",
            lambda t: zeroed(zeroed(t, one, 0), other, 0),
        ),
        (
            "lasts_zero",
            f"the last of the {both} were zero",
            lambda t: zeroed(zeroed(t, one, -1), other, -1),
        ),
        (
            "firsts_only",
            f"only the first of the {both} counted",
            lambda t: _kept_only(t, one, other, 0),
        ),
        (
            "diagonal_only",
            f"only those {both} counted that have the same number",
            lambda t: _diagonal_only(t, one, other),
        ),
        (
            "lasts_only",
            f"only the last of the {both} counted",
            lambda t: _kept_only(t, one, other, -1),
        ),
        (
            "lengths_exchanged",
            f"the same numbers were cut into as many {plural(axes[one])} as there are "
            f"{plural(axes[other])}, and the other way round",
            lambda t: _with_lengths_exchanged(t, one, other),
        ),
        (
            "every_second_reversed",
            f"every second {axes[one]} of {{it}} ran backwards",
            lambda t: _every_second_reversed(t, one, other),
        ),
        *_running_sums(one, other, axes[one]),
        (
            "largest_for_all",
            f"there were one largest number for all {both}",
            lambda t: t.amax((one, other), keepdim=True).expand_as(t),
        ),
        *(
            (
                f"{stem_of(axes[b])}s_as_{stem_of(axes[a])}s{suffix}",
                words.format(a=plural(axes[a]), b=plural(axes[b])),
                functools.partial(change, a=a, b=b),
            )
            for a, b in ((one, other), (other, one))
            for suffix, words, change in SQUARES
        ),
        (
            "summed_for_all",
            f"each of the {both} were the sum of all",
            lambda t: t.sum((one, other), keepdim=True).expand_as(t),
        ),
        (
            "mean_for_all",
            f"each of the {both} were the mean of all",
            lambda t: t.mean((one, other), keepdim=True).expand_as(t),
        ),
    ]
    for name, words, change in listed:
        yield Map(f"{stem}:{name}", words, of_tensor(change))


def _refilled(tensor: Tensor, one: int, other: int) -> Tensor:
    """The numbers in their order, cut into the shape with both axes exchanged, and turned back."""
    shape = list(tensor.shape)
    shape[one], shape[other] = shape[other], shape[one]
    return tensor.reshape(shape).transpose(one, other)


def _diagonal_only(tensor: Tensor, one: int, other: int) -> Tensor:
    """Zero but where both axes are at the same place."""
    places = [torch.arange(tensor.shape[axis]) for axis in (one, other)]
    shape = [tensor.shape[axis] if axis in (one, other) else 1 for axis in range(tensor.ndim)]
    return tensor * (places[0][:, None] == places[1]).reshape(shape)


def _kept_only(tensor: Tensor, one: int, other: int, place: int) -> Tensor:
    """Zero but for one entry along both axes."""
    for axis in (one, other):
        tensor = tensor - zeroed(tensor, axis, place)
    return tensor


def _with_lengths_exchanged(tensor: Tensor, one: int, other: int) -> Tensor:
    shape = list(tensor.shape)
    shape[one], shape[other] = shape[other], shape[one]
    return tensor.reshape(shape)


def _every_second_reversed(tensor: Tensor, one: int, other: int) -> Tensor:
    """Along `other`, in each second entry along `one`."""
    is_odd = torch.arange(tensor.shape[one]) % 2 == 1
    shape = [-1 if axis == one else 1 for axis in range(tensor.ndim)]
    return torch.where(is_odd.reshape(shape), tensor.flip(other), tensor)


def _added_up(tensor: Tensor, one: int, other: int) -> Tensor:
    """Running sums along `other`, which go on from one entry along `one` to the next."""
    moved = tensor.movedim((one, other), (-2, -1))
    return moved.flatten(-2).cumsum(-1).reshape(moved.shape).movedim((-2, -1), (one, other))
