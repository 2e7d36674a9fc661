"""Windows whose axes are taken for each other."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import combinations

from torch import Tensor

from autograder.diagnosis.grids import Grid
from autograder.diagnosis.maps_of_windows import NamedGrid
from autograder.text.axes import plural

AXES = 6  # (N, C, H_out, W_out, K_h, K_w)
WINDOW = (4, 5)
Change = Callable[[Tensor], Tensor]


def of_axes_of_windows(words: Sequence[str]) -> Iterator[NamedGrid]:
    """Windows with axes exchanged; `words` are those of the six."""
    for one, other in combinations(range(AXES), 2):
        pair = f"{plural(words[one])} and {plural(words[other])}"
        stem = f"axes_{one}{other}"
        changes = [
            ("exchanged", f"{pair} were exchanged", _exchanged),
            ("other_order", f"windows were read with {pair} in the other order", _reread),
            ("cut_in_other_order", f"windows were cut with {pair} in the other order", _recut),
        ]
        if (one, other) != WINDOW:
            taken = f"{pair} were taken for those of the window"
            changes += [
                ("for_the_window", taken, _last),
                (
                    "for_the_window_reshaped",
                    f"{taken}, and the result were reshaped",
                    _reshaped,
                ),
            ]
        for name, sentence, change in changes:
            grid = replace(Grid(), windows=change(one, other))
            yield NamedGrid(f"{stem}:{name}", sentence, grid)


def _exchanged(one: int, other: int) -> Change:
    """An axis of length 1 stands for all that should be there, as torch and NumPy have it."""

    def change(windows: Tensor) -> Tensor:
        turned = windows.transpose(one, other)
        shape = [
            right if length == 1 and axis not in WINDOW else length
            for axis, (length, right) in enumerate(zip(turned.shape, windows.shape, strict=True))
        ]
        return turned.expand(shape)

    return change


def _reread(one: int, other: int) -> Change:
    return lambda windows: windows.transpose(one, other).reshape(windows.shape)


def _recut(one: int, other: int) -> Change:
    def change(windows: Tensor) -> Tensor:
        shape = list(windows.shape)
        shape[one], shape[other] = shape[other], shape[one]
        return windows.reshape(shape).transpose(one, other)

    return change


def _last(one: int, other: int) -> Change:
    order = [axis for axis in range(AXES) if axis not in (one, other)]
    return lambda windows: windows.permute(*order, one, other)


def _reshaped(one: int, other: int) -> Change:
    last = _last(one, other)
    return lambda windows: last(windows).reshape(windows.shape)
