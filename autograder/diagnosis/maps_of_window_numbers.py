"""Windows whose numbers are shifted or scaled before anything is made of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from torch import Tensor

from autograder.diagnosis.grids import Grid
from autograder.diagnosis.maps_of_windows import NamedGrid

# Axes of windows (N, C, H_out, W_out, K_h, K_w): each channel of a window on its own, or all.
OWN, ALL = (4, 5), (1, 4, 5)
CHANGES: Sequence[tuple[str, str, Callable[[Tensor, tuple[int, ...]], Tensor]]] = (
    (
        "centred",
        "{each} had its own mean subtracted first",
        lambda w, axes: w - w.mean(axes, keepdim=True),
    ),
    (
        "by_mean",
        "{each} were divided by its own mean first",
        lambda w, axes: w / w.mean(axes, keepdim=True),
    ),
    (
        "by_norm",
        "{each} were divided by its own norm first",
        lambda w, axes: w / w.square().sum(axes, keepdim=True).sqrt(),
    ),
    (
        "less_smallest",
        "{each} had its smallest number subtracted first",
        lambda w, axes: w - w.amin(axes, keepdim=True),
    ),
    (
        "less_largest",
        "{each} had its largest number subtracted first",
        lambda w, axes: w - w.amax(axes, keepdim=True),
    ),
)


def of_numbers_of_windows(channel: str) -> Iterator[NamedGrid]:
    """Whatever is made of windows; `channel` is the word for their second axis."""
    for stem, axes, each in (
        ("each", ALL, "each window"),
        (f"each_{channel.replace(' ', '_')}", OWN, f"each {channel} of a window"),
    ):
        for name, sentence, change in CHANGES:
            if name == "centred" and axes == ALL:
                continue  # a kernel with its mean subtracted answers alike
            grid = replace(Grid(), windows=_along(change, axes))
            yield NamedGrid(f"{stem}:{name}", sentence.format(each=each), grid)


def _along(
    change: Callable[[Tensor, tuple[int, ...]], Tensor], axes: tuple[int, ...]
) -> Callable[[Tensor], Tensor]:
    return lambda windows: change(windows, axes)
