"""Where slices of windows may start and end instead, and which settings may be taken for others."""

# ruff: noqa: E501 - a table of sentences

from __future__ import annotations

from collections.abc import Callable, Sequence

from torch import Tensor

from autograder.diagnosis.grids import Direction

GIVEN: Sequence[tuple[str, str, Callable[[Direction, Direction], Direction]]] = (
    (
        "other_stride",
        "the stride in {other} were used for {lines}",
        lambda a, b: a._replace(step=b.step),
    ),
    ("stride_1", "the stride were always 1", lambda a, b: a._replace(step=1)),
    (
        "stride_as_window",
        "windows stood side by side, whatever the stride is",
        lambda a, b: a._replace(step=a.window),
    ),
    (
        "stride_at_most_window",
        "the stride were never larger than the window",
        lambda a, b: a._replace(step=min(a.step, a.window)),
    ),
    (
        "stride_at_least_window",
        "the stride were never smaller than the window",
        lambda a, b: a._replace(step=max(a.step, a.window)),
    ),
    (
        "stride_as_other_window",
        "the stride were the window's length in {other}",
        lambda a, b: a._replace(step=b.window),
    ),
    (
        "other_window",
        "the window's length in {other} were used for {lines}",
        lambda a, b: a._replace(window=b.window),
    ),
    (
        "window_as_stride",
        "each window were as long as the stride",
        lambda a, b: a._replace(window=a.step),
    ),
    ("window_2", "each window were always 2 pixels long", lambda a, b: a._replace(window=2)),
    ("window_3", "each window were always 3 pixels long", lambda a, b: a._replace(window=3)),
    (
        "window_1_less",
        "each window were one pixel shorter",
        lambda a, b: a._replace(window=a.window - 1),
    ),
    (
        "window_1_more",
        "each window were one pixel longer",
        lambda a, b: a._replace(window=a.window + 1),
    ),
)


def _around_the_middle(i: Tensor, own: Direction, late: int) -> tuple[Tensor, Tensor]:
    """Slices of the right length that start so many pixels late."""
    return i * own.step + late, i * own.step + late + own.window


Slice = Callable[[Tensor, Direction, Direction], tuple[Tensor, Tensor]]
# Where a window starts and ends: `i` counts the windows.
SLICES: Sequence[tuple[str, str, Slice]] = (
    (
        "end_without_stride",
        "the start of a window were multiplied by the stride, but its end were not",
        lambda i, a, b: (i * a.step, i + a.window),
    ),
    (
        "start_without_stride",
        "the end of a window were computed with the stride, but its start were not",
        lambda i, a, b: (i, i * a.step + a.window),
    ),
    (
        "end_one_early",
        "each slice ended one pixel too early",
        lambda i, a, b: (i * a.step, i * a.step + a.window - 1),
    ),
    (
        "end_one_late",
        "each slice ended one pixel too late",
        lambda i, a, b: (i * a.step, i * a.step + a.window + 1),
    ),
    (
        "start_one_late",
        "each slice started one pixel too late, and ended in the right place",
        lambda i, a, b: (i * a.step + 1, i * a.step + a.window),
    ),
    (
        "end_by_stride",
        "each slice were as long as the stride",
        lambda i, a, b: (i * a.step, (i + 1) * a.step),
    ),
    (
        "end_by_other_stride",
        "the end of each slice were computed with the stride in {other}",
        lambda i, a, b: (i * a.step, i * b.step + a.window),
    ),
    (
        "start_by_other_stride",
        "the start of each slice were computed with the stride in {other}",
        lambda i, a, b: (i * b.step, i * a.step + a.window),
    ),
    (
        "end_by_other_window",
        "each slice were as long as the window is in {other}",
        lambda i, a, b: (i * a.step, i * a.step + b.window),
    ),
    (
        "end_by_windows",
        "each slice ended where it would if windows stood side by side",
        lambda i, a, b: (i * a.step, (i + 1) * a.window),
    ),
    (
        "start_by_windows",
        "each slice started where it would if windows stood side by side",
        lambda i, a, b: (i * a.window, i * a.step + a.window),
    ),
    (
        "end_at_the_border",
        "each slice went on to the border",
        lambda i, a, b: (i * a.step, i * 0 + a.side),
    ),
    (
        "start_at_the_border",
        "each slice started at the border",
        lambda i, a, b: (i * 0, i * a.step + a.window),
    ),
    (
        "end_fixed",
        "each slice ended where the first one does",
        lambda i, a, b: (i * a.step, i * 0 + a.window),
    ),
    (
        "centred_and_cut",
        "each window had its middle where it should start, and were cut off at the border",
        lambda i, a, b: (
            (i * a.step - a.window // 2).clamp(min=0),
            (i * a.step - a.window // 2 + a.window).clamp(min=0),
        ),
    ),
    (
        "centred_odd",
        "each window reached as far behind its middle as in front of it, so that windows of even length lose a pixel",
        lambda i, a, b: (
            i * a.step,
            i * a.step + (a.window - 1) // 2 * 2 + 1,
        ),
    ),
    (
        "symmetric",
        "each window reached half its length in both directions from where it should start",
        lambda i, a, b: (
            (i * a.step - a.window // 2).clamp(min=0),
            i * a.step + a.window // 2 + 1,
        ),
    ),
    (
        "even",
        "each window reached half its length, rounded down, to both sides of its middle",
        lambda i, a, b: (i * a.step, i * a.step + a.window // 2 * 2),
    ),
    (
        "half_of_other",
        "half of the window's length in {other} were used for {lines}",
        lambda i, a, b: _around_the_middle(i, a, a.window // 2 - b.window // 2),
    ),
    (
        "half_of_other_rounded_down",
        "half of the window's length in {other} were used for {lines}",
        lambda i, a, b: _around_the_middle(i, a, (a.window - 1) // 2 - (b.window - 1) // 2),
    ),
    (
        "even_up",
        "each window reached half its length, rounded down, to both sides of its middle",
        lambda i, a, b: (i * a.step, i * a.step + a.window // 2 * 2 + 1),
    ),
)
