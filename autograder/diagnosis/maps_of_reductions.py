"""What may be made of windows by mistake: another number of each."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

import torch
from torch import Tensor

from autograder.diagnosis.grids import Grid
from autograder.diagnosis.maps_of_windows import NamedGrid

WINDOW = (4, 5)  # of the axes (N, C, H_out, W_out, K_h, K_w)
Reduction = Callable[[Tensor], Tensor]

# Of the numbers of each window, in a row.
OF_NUMBERS: Sequence[tuple[str, str, Reduction]] = (
    ("mean", "the mean of each window were taken", lambda w: w.nanmean(-1)),
    ("sum", "the numbers of each window were added up", lambda w: w.nansum(-1)),
    ("largest", "the largest number of each window were taken", lambda w: w.amax(-1)),
    ("smallest", "the smallest number of each window were taken", lambda w: w.amin(-1)),
    ("median", "the median of each window were taken", lambda w: w.median(-1).values),
    (
        "median_of_two",
        "the middle of each sorted window were taken, or the mean of the two in the middle",
        lambda w: (w.sort(-1).values[..., [(w.shape[-1] - 1) // 2, w.shape[-1] // 2]]).mean(-1),
    ),
    ("upper_median", "the middle of each sorted window were taken", lambda w: _sorted(w, 0.5)),
    (
        "middle",
        "the number halfway from the smallest to the largest of each window were taken",
        lambda w: (w.amax(-1) + w.amin(-1)) / 2,
    ),
    ("range", "the smallest were taken from the largest", lambda w: w.amax(-1) - w.amin(-1)),
    (
        "second_largest",
        "the second largest of each window were taken",
        lambda w: w.sort(-1).values[..., -2],
    ),
    (
        "second_smallest",
        "the second smallest of each window were taken",
        lambda w: w.sort(-1).values[..., 1],
    ),
    ("first", "the first number of each window were taken", lambda w: w[..., 0]),
    ("last", "the last number of each window were taken", lambda w: w[..., -1]),
    (
        "central",
        "the number in the middle of each window were taken",
        lambda w: w[..., w.shape[-1] // 2],
    ),
    (
        "largest_size",
        "the largest absolute value of each window were taken",
        lambda w: w.abs().amax(-1),
    ),
    (
        "largest_in_size",
        "the number with the largest absolute value of each window were taken",
        lambda w: w.gather(-1, w.abs().argmax(-1, keepdim=True))[..., 0],
    ),
    ("mean_size", "the mean absolute value of each window were taken", lambda w: w.abs().mean(-1)),
    (
        "root_mean_square",
        "the root of the mean square were taken",
        lambda w: w.square().mean(-1).sqrt(),
    ),
    ("mean_square", "the mean square of each window were taken", lambda w: w.square().mean(-1)),
    ("norm", "the root of the sum of squares were taken", lambda w: w.square().sum(-1).sqrt()),
    ("product", "the numbers of each window were multiplied", lambda w: w.prod(-1)),
    ("spread", "the standard deviation of each window were taken", lambda w: _spread(w)),
    (
        "spread_of_all",
        "the standard deviation of each window were taken",
        lambda w: w.std(-1, correction=0),
    ),
    (
        "mean_but_zero",
        "only numbers other than zero counted in the mean",
        lambda w: w.sum(-1) / (w != 0).sum(-1).clamp(min=1),
    ),
    (
        "mean_of_positive",
        "only positive numbers counted in the mean",
        lambda w: w.relu().sum(-1) / (w > 0).sum(-1).clamp(min=1),
    ),
    (
        "sum_by_positive",
        "the sum were divided by the number of positive numbers",
        lambda w: w.sum(-1) / (w > 0).sum(-1).clamp(min=1),
    ),
    (
        "running_mean",
        "each number were averaged with the mean so far",
        lambda w: _running(w, lambda so_far, new: (so_far + new) / 2),
    ),
    (
        "running_mean_from_zero",
        "each number were averaged with the mean so far, from zero",
        lambda w: _running(
            torch.cat([torch.zeros_like(w[..., :1]), w], -1), lambda s, new: (s + new) / 2
        ),
    ),
    (
        "softmax",
        "the numbers were weighted by their softmax",
        lambda w: (w * w.softmax(-1)).sum(-1),
    ),
    (
        "largest_exponential",
        "the logarithm of the sum of exponentials were taken",
        lambda w: w.logsumexp(-1),
    ),
    ("place_of_largest", "the place of the largest were given", lambda w: w.argmax(-1).to(w.dtype)),
    ("largest_or_zero", "no number below zero counted", lambda w: w.amax(-1).relu()),
    ("largest_or_minus_1", "no number below -1 counted", lambda w: w.amax(-1).clamp(min=-1)),
    ("largest_or_1", "no number below 1 counted", lambda w: w.amax(-1).clamp(min=1)),
    (
        "mean_less_one",
        "the sum were divided by one less than there are",
        lambda w: w.sum(-1) / (w.shape[-1] - 1),
    ),
    (
        "mean_more_one",
        "the sum were divided by one more than there are",
        lambda w: w.sum(-1) / (w.shape[-1] + 1),
    ),
)
# Of the numbers along one axis, first of each line, then of what these gave.
OF_LINES: Sequence[tuple[str, Callable[[Tensor, int], Tensor]]] = (
    ("mean", lambda w, axis: w.mean(axis, keepdim=True)),
    ("sum", lambda w, axis: w.sum(axis, keepdim=True)),
    ("largest", lambda w, axis: w.amax(axis, keepdim=True)),
    ("smallest", lambda w, axis: w.amin(axis, keepdim=True)),
    ("first", lambda w, axis: w.narrow(axis, 0, 1)),
    ("last", lambda w, axis: w.narrow(axis, w.shape[axis] - 1, 1)),
)


# Of the two sides of each window together.
OF_SIDES: Sequence[tuple[str, str, Reduction]] = (
    (
        "sum_by_sides_together",
        "the sum of each window were divided by its two sides together",
        lambda w: w.sum((-2, -1)) / (w.shape[-2] + w.shape[-1]),
    ),
    (
        "sum_by_square",
        "the sum of each window were divided by the square of its first side",
        lambda w: w.sum((-2, -1)) / w.shape[-2] ** 2,
    ),
    (
        "sum_by_other_square",
        "the sum of each window were divided by the square of its second side",
        lambda w: w.sum((-2, -1)) / w.shape[-1] ** 2,
    ),
    (
        "mean_of_shares",
        "each number of a window had the mean of both sides' shares",
        lambda w: w.sum((-2, -1)) * (1 / w.shape[-2] + 1 / w.shape[-1]) / 2,
    ),
    (
        "sum_of_shares",
        "each number of a window had the shares of both sides, added up",
        lambda w: w.sum((-2, -1)) * (1 / w.shape[-2] + 1 / w.shape[-1]),
    ),
)


def of_reductions(words: Sequence[str]) -> Iterator[NamedGrid]:
    """Other numbers of each window. `words` are those of its axes."""
    for name, sentence, change in OF_SIDES:
        yield NamedGrid(f"made:{name}", sentence, replace(Grid(), made=change))
    for axis, word in zip((5, 4), words, strict=True):
        for name, along in OF_LINES:
            yield NamedGrid(
                f"made:{name}_of_{word}s_kept",
                f"the {name} of each {word} of a window were given, and not one number of all",
                replace(Grid(), made=_of_lines(along, axis)),
            )
            yield NamedGrid(
                f"made:{name}_of_{word}_with_largest_sum",
                f"only the {word} with the largest sum counted, and the {name} of it",
                replace(Grid(), made=_of_best_line(along, axis)),
            )
    for name, sentence, change in OF_NUMBERS:
        yield NamedGrid(f"made:{name}", sentence, replace(Grid(), made=_of_window(change)))
    for axes, order in ((WINDOW, words), (WINDOW[::-1], (words[1], words[0]))):
        for first, inner in OF_LINES:
            for then, outer in OF_LINES:
                if first != then:
                    yield NamedGrid(
                        f"made:{then}_of_{order[1]}s_{first}",
                        f"the {then} were taken of the {first} of each {order[0]}",
                        replace(Grid(), made=_twice(inner, outer, axes)),
                    )


def _sorted(windows: Tensor, part: float) -> Tensor:
    return windows.sort(-1).values[..., int(part * windows.shape[-1])]


def _spread(windows: Tensor) -> Tensor:
    """The standard deviation with Bessel's correction; of a single number, no number."""
    squares = (windows - windows.mean(-1, keepdim=True)).square().sum(-1)
    return (squares / (windows.shape[-1] - 1)).sqrt()


def _running(windows: Tensor, step: Callable[[Tensor, Tensor], Tensor]) -> Tensor:
    first, *others = windows.unbind(-1)
    for new in others:
        first = step(first, new)
    return first


def _of_window(change: Reduction) -> Reduction:
    return lambda windows: change(windows.flatten(-2))


def _of_lines(along: Callable[[Tensor, int], Tensor], axis: int) -> Reduction:
    return lambda windows: along(windows, axis).squeeze(axis)


def _of_best_line(along: Callable[[Tensor, int], Tensor], axis: int) -> Reduction:
    """Of the line, along `axis`, whose sum is the largest."""
    other = sum(WINDOW) - axis

    def made(windows: Tensor) -> Tensor:
        lines = windows.movedim(other, 4)
        best = lines.sum(-1).argmax(-1)[..., None, None].expand(*lines.shape[:4], 1, lines.shape[5])
        return along(lines.gather(4, best), 5)[..., 0, 0]

    return made


def _twice(
    inner: Callable[[Tensor, int], Tensor],
    outer: Callable[[Tensor, int], Tensor],
    axes: tuple[int, ...],
) -> Reduction:
    return lambda windows: outer(inner(windows, axes[1]), axes[0])[..., 0, 0]
