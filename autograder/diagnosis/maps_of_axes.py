"""Maps of tensors along one named axis: what is out of order, is missing, or used for all."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import torch
from torch import Tensor

from autograder.diagnosis.maps import Change, Map
from autograder.text.axes import plural


def of_single_axes(words: Sequence[str]) -> Iterator[Map]:
    """Maps that keep the shape, or shorten it, of a tensor whose axes have these words."""
    for axis, word in enumerate(words):
        yield from _of_one(axis, word)


def _of_one(axis: int, word: str) -> Iterator[Map]:
    stem, all_ = stem_of(word), f"the {plural(word)} of {{it}}"
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
        ("first_missing", f"{first} were missing", lambda t: cut(t, axis, 1, 0)),
        ("last_missing", f"{last} were missing", lambda t: cut(t, axis, 0, 1)),
        (
            "only_first",
            f"only {first} were left",
            lambda t: cut(t, axis, 0, t.shape[axis] - 1),
        ),
        ("ends_missing", f"{first} and the last were missing", lambda t: cut(t, axis, 1, 1)),
        ("first_zero", f"{first} were zero", lambda t: zeroed(t, axis, 0)),
        ("last_zero", f"{last} were zero", lambda t: zeroed(t, axis, -1)),
        ("first_for_all", f"{first} were used for all", lambda t: _for_all(t, axis, 0)),
        ("last_for_all", f"{last} were used for all", lambda t: _for_all(t, axis, -1)),
        (
            "first_only",
            f"all {plural(word)} of {{it}} but the first were zero",
            lambda t: t - zeroed(t, axis, 0),
        ),
        (
            "last_only",
            f"all {plural(word)} of {{it}} but the last were zero",
            lambda t: t - zeroed(t, axis, -1),
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
        (
            "softmax",
            f"a softmax were taken over the {plural(word)} of {{it}}",
            lambda t: t.softmax(axis),
        ),
        (
            "zero_in_front",
            f"zeros were put before {first}",
            lambda t: torch.cat([torch.zeros_like(cut(t, axis, 0, t.shape[axis] - 1)), t], axis),
        ),
        (
            "pushed_on",
            f"{all_} were moved on by one, and zeros put first",
            lambda t: torch.cat(
                [torch.zeros_like(narrowed(t, axis, 0, 1)), cut(t, axis, 0, 1)], axis
            ),
        ),
        (
            "pushed_back",
            f"{all_} were moved back by one, and zeros put last",
            lambda t: torch.cat(
                [cut(t, axis, 1, 0), torch.zeros_like(narrowed(t, axis, 0, 1))], axis
            ),
        ),
    ]
    for name, words, change in listed:
        yield Map(f"{stem}:{name}", words, of_tensor(change))


def into_one(axis: int, word: str) -> Iterator[Map]:
    """Maps that leave one entry along an axis, made of all."""
    for name, how, change in (
        ("summed", "added up into one", lambda t: t.sum(axis, keepdim=True)),
        ("averaged", "averaged into one", lambda t: t.mean(axis, keepdim=True)),
    ):
        words = f"all {plural(word)} of {{it}} were {how}"
        yield Map(f"{stem_of(word)}:{name}_into_one", words, of_tensor(change))


def of_tensor(change: Callable[[Tensor], Tensor]) -> Change:
    return lambda value, arguments: value if value is None else change(value)


def stem_of(word: str) -> str:
    return word.replace(" ", "_")


def narrowed(tensor: Tensor, axis: int, start: int, length: int) -> Tensor:
    return tensor.narrow(axis, start, length)


def cut(tensor: Tensor, axis: int, front: int, behind: int) -> Tensor:
    """Without so many entries in front and behind. Raises where there are not so many."""
    if tensor.shape[axis] < front + behind:
        raise ValueError("there are not so many")
    return tensor.narrow(axis, front, tensor.shape[axis] - front - behind)


def zeroed(tensor: Tensor, axis: int, place: int) -> Tensor:
    factor = torch.ones(tensor.shape[axis], dtype=tensor.dtype)
    factor[place] = 0
    return tensor * factor.reshape([-1 if each == axis else 1 for each in range(tensor.ndim)])


def _for_all(tensor: Tensor, axis: int, place: int) -> Tensor:
    place %= tensor.shape[axis]
    return tensor.narrow(axis, place, 1).expand_as(tensor)
