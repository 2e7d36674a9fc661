"""Maps of a tensor's numbers, whatever their places: scaled, cut, normalised."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Any

import torch
from torch import Tensor

from autograder.diagnosis.maps import Arguments, Change, Map, Quantity

CONSTANTS = (2, 3, 4, 10, 255, 256)
NOTHING = 1e-6
At = Callable[[Callable[[Any], Any]], Change]  # makes of a map of numbers one of what holds them


def of_values(quantities: Sequence[Quantity]) -> Iterator[Map]:
    """Maps number by number, or of all numbers together; `quantities` may be factors."""
    for name, words, change in LISTED:
        yield Map(name, words, of_whole(change), keeps_shape=True)
    factors = scaled(CONSTANTS, of_whole)
    yield from (replace(each, keeps_shape=True) for each in factors)
    # Behind the factors: where only differences of numbers matter, the two answer alike.
    twice = of_whole(lambda t: 2 * t - 1)
    yield Map("twice_minus_1", "{it} were stretched from -1 to 1", twice, keeps_shape=True)
    yield from (replace(each, keeps_shape=True) for each in scaled_by(quantities, of_whole))


def of_whole(change: Callable[[Any], Any]) -> Change:
    """The map of a value as it is; None stays."""
    return lambda value, arguments: value if value is None else change(value)


def scaled(constants: Sequence[int], at: At) -> Iterator[Map]:
    """Multiplied or divided by each constant; `at` says of what."""
    for constant in constants:
        times, divided = at(_times(constant)), at(_times(1 / constant))
        yield Map(f"times_{constant}", f"{{it}} were multiplied by {constant}", times)
        yield Map(f"by_{constant}", f"{{it}} were divided by {constant}", divided)


def scaled_by(quantities: Sequence[Quantity], at: At) -> Iterator[Map]:
    """The same by what each call has."""
    for each in quantities:
        times, divided = _times_quantity(each, 1, at), _times_quantity(each, -1, at)
        yield Map(f"times_{each.name}", f"{{it}} were multiplied by {each.words}", times)
        yield Map(f"by_{each.name}", f"{{it}} were divided by {each.words}", divided)


def _times(factor: float) -> Callable[[Any], Any]:
    return lambda value: value * factor


def _times_quantity(quantity: Quantity, exponent: int, at: At) -> Change:
    def change(value: Any, arguments: Arguments) -> Any:
        if value is None:
            return value
        return at(_times(float(quantity.of(arguments)) ** exponent))(value, arguments)

    return change


def _spread(tensor: Tensor, count: int) -> Tensor:
    """The standard deviation; without a warning where there is none."""
    return ((tensor - tensor.mean()).square().sum() / count if count else tensor.sum() * 0).sqrt()


def _divided(tensor: Tensor, divisor: Tensor) -> Tensor:
    """Divided, but for what is next to nothing, as sums that come to 0 are."""
    return tensor / torch.where(divisor.abs() < NOTHING, torch.ones_like(divisor), divisor)


def _each_of_first(tensor: Tensor) -> tuple[int, ...]:
    """All axes but the first."""
    return tuple(range(1, tensor.ndim))


def _one_of_each(tensor: Tensor, place: int) -> Tensor:
    """Only one number of each entry along the first axis; of a row of numbers, each stays."""
    if tensor.ndim < 2:
        return tensor
    rows = tensor.flatten(1)
    kept = torch.zeros_like(rows)
    kept[:, place] = rows[:, place]
    return kept.reshape(tensor.shape)


LISTED: Sequence[tuple[str, str, Callable[[Tensor], Tensor]]] = (
    ("negative", "{it} had the opposite sign", lambda t: -t),
    ("zero", "{it} were zero", lambda t: t * 0),
    ("relu", "negative numbers of {it} were set to zero", torch.relu),
    ("negative_relu", "positive numbers of {it} were set to zero", lambda t: t.clamp(max=0)),
    ("absolute", "the absolute value of {it} were taken", abs),
    ("rounded", "{it} were rounded to whole numbers", torch.round),
    ("cut_to_whole", "{it} were cut to whole numbers", torch.trunc),
    *(
        (
            f"rounded_to_{digits}",
            f"{{it}} were rounded to {digits} digit{'s'[: digits - 1]} behind the point",
            functools.partial(torch.round, decimals=digits),
        )
        for digits in (1, 2, 3)
    ),
    ("floored", "{it} were rounded down to whole numbers", torch.floor),
    (
        "cut_to_bytes",
        "{it} were cut to whole numbers of one byte",
        lambda t: t.trunc().remainder(256),
    ),
    ("squared", "{it} were squared", lambda t: t * t),
    ("one_minus", "{it} were subtracted from 1", lambda t: 1 - t),
    ("bytes_minus", "{it} were subtracted from 255", lambda t: 255 - t),
    ("plus_1", "1 were added to {it}", lambda t: t + 1),
    ("minus_1", "1 were subtracted from {it}", lambda t: t - 1),
    ("clipped_to_1", "{it} were cut off below 0 and above 1", lambda t: t.clamp(0, 1)),
    ("clipped_to_both", "{it} were cut off below -1 and above 1", lambda t: t.clamp(-1, 1)),
    ("clipped_at_minus_1", "{it} were cut off below -1", lambda t: t.clamp(min=-1)),
    (
        "stored_as_bytes",
        "{it} were cut off below 0 and above 255, and cut to whole numbers",
        lambda t: t.clamp(0, 255).trunc(),
    ),
    ("clipped_to_byte", "{it} were cut off below 0 and above 255", lambda t: t.clamp(0, 255)),
    ("sigmoid", "a sigmoid were applied to {it}", torch.sigmoid),
    ("tanh", "a tanh were applied to {it}", torch.tanh),
    ("sign", "only the sign of {it} were kept", torch.sign),
    ("centred", "the mean of all numbers were subtracted from {it}", lambda t: t - t.mean()),
    (
        "standardised",
        "{it} were brought to mean 0 and spread 1",
        lambda t: (t - t.mean()) / _spread(t, t.numel()),
    ),
    (
        "standardised_with_correction",
        "{it} were brought to mean 0 and spread 1",
        lambda t: (t - t.mean()) / _spread(t, t.numel() - 1),
    ),
    (
        "by_range",
        "{it} were stretched from its smallest to its largest number",
        lambda t: (t - t.min()) / (t.max() - t.min()),
    ),
    ("by_largest", "{it} were divided by its largest number", lambda t: t / t.max()),
    (
        "by_largest_size",
        "{it} were divided by its largest absolute value",
        lambda t: t / t.abs().max(),
    ),
    ("by_sum", "{it} were divided by the sum of its numbers", lambda t: t / t.sum()),
    ("by_norm", "{it} were divided by its norm", lambda t: t / t.norm()),
    (
        "by_sum_unless_zero",
        "{it} were divided by the sum of its numbers, unless that is 0",
        lambda t: _divided(t, t.sum()),
    ),
    (
        "by_sum_of_sizes",
        "{it} were divided by the sum of its absolute values, unless that is 0",
        lambda t: _divided(t, t.abs().sum()),
    ),
    (
        "centred_each",
        "each of {it} had its own mean subtracted",
        lambda t: t - t.mean(_each_of_first(t), keepdim=True),
    ),
    (
        "by_sum_each",
        "each of {it} were divided by its own sum",
        lambda t: t / t.sum(_each_of_first(t), keepdim=True),
    ),
    (
        "by_sum_each_unless_zero",
        "each of {it} were divided by its own sum, unless that is 0",
        lambda t: _divided(t, t.sum(_each_of_first(t), keepdim=True)),
    ),
    (
        "by_sum_of_sizes_each",
        "each of {it} were divided by the sum of its absolute values, unless that is 0",
        lambda t: _divided(t, t.abs().sum(_each_of_first(t), keepdim=True)),
    ),
    (
        "by_largest_size_each",
        "each of {it} were divided by its largest absolute value, unless that is 0",
        lambda t: _divided(t, t.abs().amax(_each_of_first(t), keepdim=True)),
    ),
    (
        "by_norm_each",
        "each of {it} were divided by its own norm, unless that is 0",
        lambda t: _divided(t, t.square().sum(_each_of_first(t), keepdim=True).sqrt()),
    ),
    ("mean_of_all", "each number of {it} were the mean of all", lambda t: t.mean().expand_as(t)),
    (
        "first_number",
        "each number of {it} were the first one",
        lambda t: t.flatten()[0].expand_as(t),
    ),
    (
        "last_number",
        "each number of {it} were the last one",
        lambda t: t.flatten()[-1].expand_as(t),
    ),
    (
        "first_of_each",
        "only the first number of each part of {it} were kept",
        lambda t: _one_of_each(t, 0),
    ),
    (
        "last_of_each",
        "only the last number of each part of {it} were kept",
        lambda t: _one_of_each(t, -1),
    ),
    ("sum_of_all", "each number of {it} were the sum of all", lambda t: t.sum().expand_as(t)),
    (
        "softmax_of_all",
        "a softmax were taken over all of {it}",
        lambda t: t.flatten().softmax(0).reshape(t.shape),
    ),
    (
        "softmax_of_space",
        "a softmax were taken over rows and columns of {it}",
        lambda t: t.flatten(-2).softmax(-1).reshape(t.shape),
    ),
)
