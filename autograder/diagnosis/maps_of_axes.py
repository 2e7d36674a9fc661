"""Maps of tensors along named axes: what stands in the wrong order, is missing, or used for all."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import combinations

import torch
from torch import Tensor

from autograder.diagnosis.maps import Change, Map


def of_axes(words: Sequence[str]) -> Iterator[Map]:
    """Maps that keep the shape, or shorten it, of a tensor whose axes have these words."""
    for axis, word in enumerate(words):
        yield from _of_one(axis, word)
    for one, other in combinations(range(len(words)), 2):
        yield from _of_two(one, other, words)


def _of_one(axis: int, word: str) -> Iterator[Map]:
    stem, all_ = stem_of(word), f"the {word}s of {{it}}"
    first, last = f"the first {word} of {{it}}", f"the last {word} of {{it}}"
    listed: list[tuple[str, str, Callable[[Tensor], Tensor]]] = [
        ("reversed", f"{all_} were in reverse order", lambda t: t.flip(axis)),
        (
            "rolled",
            f"{all_} were moved on by one, the last to the front",
            lambda t: t.roll(1, axis),
        ),
        (
            "rolled_back",
            f"{all_} were moved back by one, the first to the end",
            lambda t: t.roll(-1, axis),
        ),
        ("first_missing", f"{first} were missing", lambda t: _cut(t, axis, 1, 0)),
        ("last_missing", f"{last} were missing", lambda t: _cut(t, axis, 0, 1)),
        ("ends_missing", f"{first} and the last were missing", lambda t: _cut(t, axis, 1, 1)),
        ("first_zero", f"{first} were zero", lambda t: _zeroed(t, axis, 0)),
        ("last_zero", f"{last} were zero", lambda t: _zeroed(t, axis, -1)),
        ("first_for_all", f"{first} were used for all", lambda t: _for_all(t, axis, 0)),
        ("last_for_all", f"{last} were used for all", lambda t: _for_all(t, axis, -1)),
        (
            "first_only",
            f"all {word}s of {{it}} but the first were zero",
            lambda t: t - _zeroed(t, axis, 0),
        ),
        (
            "last_only",
            f"all {word}s of {{it}} but the last were zero",
            lambda t: t - _zeroed(t, axis, -1),
        ),
        (
            "mean_for_all",
            f"each {word} of {{it}} were the mean of all",
            lambda t: t.mean(axis, keepdim=True).expand_as(t),
        ),
        (
            "sum_for_all",
            f"each {word} of {{it}} were the sum of all",
            lambda t: t.sum(axis, keepdim=True).expand_as(t),
        ),
        (
            "largest_for_all",
            f"each {word} of {{it}} were the largest of all",
            lambda t: t.amax(axis, keepdim=True).expand_as(t),
        ),
        ("added_up", f"{all_} were added up, one after the other", lambda t: t.cumsum(axis)),
        ("softmax", f"a softmax were taken over the {word}s of {{it}}", lambda t: t.softmax(axis)),
        (
            "zero_in_front",
            f"zeros were put before {first}",
            lambda t: torch.cat([torch.zeros_like(_cut(t, axis, 0, t.shape[axis] - 1)), t], axis),
        ),
        (
            "pushed_on",
            f"{all_} were moved on by one, and zeros put first",
            lambda t: torch.cat(
                [torch.zeros_like(narrowed(t, axis, 0, 1)), _cut(t, axis, 0, 1)], axis
            ),
        ),
        (
            "pushed_back",
            f"{all_} were moved back by one, and zeros put last",
            lambda t: torch.cat(
                [_cut(t, axis, 1, 0), torch.zeros_like(narrowed(t, axis, 0, 1))], axis
            ),
        ),
    ]
    for name, words, change in listed:
        yield Map(f"{stem}:{name}", words, of_tensor(change))


def _of_two(one: int, other: int, axes: Sequence[str]) -> Iterator[Map]:
    stem = f"{stem_of(axes[one])}_{stem_of(axes[other])}"
    both = f"{axes[one]}s and {axes[other]}s of {{it}}"
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
            lambda t: _cut(_cut(t, one, 1, 0), other, 1, 0),
        ),
        (
            "lasts_missing",
            f"the last of the {both} were missing",
            lambda t: _cut(_cut(t, one, 0, 1), other, 0, 1),
        ),
        (
            "ends_missing",
            f"the outermost {both} were missing",
            lambda t: _cut(_cut(t, one, 1, 1), other, 1, 1),
        ),
        (
            "firsts_zero",
            f"the first of the {both} were zero",
            lambda t: _zeroed(_zeroed(t, one, 0), other, 0),
        ),
        (
            "lasts_zero",
            f"the last of the {both} were zero",
            lambda t: _zeroed(_zeroed(t, one, -1), other, -1),
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


def of_tensor(change: Callable[[Tensor], Tensor]) -> Change:
    return lambda value, arguments: value if value is None else change(value)


def stem_of(word: str) -> str:
    return word.replace(" ", "_")


def narrowed(tensor: Tensor, axis: int, start: int, length: int) -> Tensor:
    return tensor.narrow(axis, start, length)


def _cut(tensor: Tensor, axis: int, front: int, behind: int) -> Tensor:
    """Without so many entries in front and behind. Raises where there are not so many."""
    if tensor.shape[axis] < front + behind:
        raise ValueError("there are not so many")
    return tensor.narrow(axis, front, tensor.shape[axis] - front - behind)


def _zeroed(tensor: Tensor, axis: int, place: int) -> Tensor:
    factor = torch.ones(tensor.shape[axis], dtype=tensor.dtype)
    factor[place] = 0
    return tensor * factor.reshape([-1 if each == axis else 1 for each in range(tensor.ndim)])


def _for_all(tensor: Tensor, axis: int, place: int) -> Tensor:
    place %= tensor.shape[axis]
    return tensor.narrow(axis, place, 1).expand_as(tensor)


def _refilled(tensor: Tensor, one: int, other: int) -> Tensor:
    """The numbers in their order, cut into the shape with both axes exchanged, and turned back."""
    shape = list(tensor.shape)
    shape[one], shape[other] = shape[other], shape[one]
    return tensor.reshape(shape).transpose(one, other)
