"""Where slices of windows may start and end instead, and which settings may be taken for others."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from torch import Tensor

from autograder.diagnosis.grids import Direction

GIVEN: Sequence[tuple[str, str, Callable[[Direction, Direction], Direction]]] = (
    (
        "other_stride",
        "the stride in {lines} were that in {other}",
        lambda a, b: a._replace(step=b.step),
    ),
    ("stride_1", "the stride were always 1 in {lines}", lambda a, b: a._replace(step=1)),
    (
        "stride_as_window",
        "windows stood side by side in {lines}",
        lambda a, b: a._replace(step=a.window),
    ),
    (
        "stride_at_most_window",
        "the stride were at most the window's length in {lines}",
        lambda a, b: a._replace(step=min(a.step, a.window)),
    ),
    (
        "stride_at_least_window",
        "the stride were at least the window's length in {lines}",
        lambda a, b: a._replace(step=max(a.step, a.window)),
    ),
    (
        "stride_as_other_window",
        "the stride in {lines} were the window's length in {other}",
        lambda a, b: a._replace(step=b.window),
    ),
    (
        "other_window",
        "the window's length in {lines} were that in {other}",
        lambda a, b: a._replace(window=b.window),
    ),
    (
        "window_as_stride",
        "windows were as long as the stride in {lines}",
        lambda a, b: a._replace(window=a.step),
    ),
    ("window_2", "windows were always two long in {lines}", lambda a, b: a._replace(window=2)),
    ("window_3", "windows were always three long in {lines}", lambda a, b: a._replace(window=3)),
    (
        "window_1_less",
        "windows were one shorter in {lines}",
        lambda a, b: a._replace(window=a.window - 1),
    ),
    (
        "window_1_more",
        "windows were one longer in {lines}",
        lambda a, b: a._replace(window=a.window + 1),
    ),
)
Slice = Callable[[Tensor, Direction, Direction], tuple[Tensor, Tensor]]
# Where a window starts and ends: `i` counts the windows.
SLICES: Sequence[tuple[str, str, Slice]] = (
    (
        "end_without_stride",
        "the stride counted where a window begins, and not where it ends, in {lines}",
        lambda i, a, b: (i * a.step, i + a.window),
    ),
    (
        "start_without_stride",
        "the stride counted where a window ends, and not where it begins, in {lines}",
        lambda i, a, b: (i, i * a.step + a.window),
    ),
    (
        "end_one_early",
        "a window ended one pixel early in {lines}",
        lambda i, a, b: (i * a.step, i * a.step + a.window - 1),
    ),
    (
        "end_one_late",
        "a window ended one pixel late in {lines}",
        lambda i, a, b: (i * a.step, i * a.step + a.window + 1),
    ),
    (
        "start_one_late",
        "a window began one pixel late in {lines}",
        lambda i, a, b: (i * a.step + 1, i * a.step + a.window),
    ),
    (
        "end_by_stride",
        "a window ended a stride behind its begin in {lines}",
        lambda i, a, b: (i * a.step, (i + 1) * a.step),
    ),
    (
        "end_by_other_stride",
        "the other stride counted where a window ends in {lines}",
        lambda i, a, b: (i * a.step, i * b.step + a.window),
    ),
    (
        "start_by_other_stride",
        "the other stride counted where a window begins in {lines}",
        lambda i, a, b: (i * b.step, i * a.step + a.window),
    ),
    (
        "end_by_other_window",
        "a window were as long in {lines} as in {other}",
        lambda i, a, b: (i * a.step, i * a.step + b.window),
    ),
    (
        "end_by_windows",
        "a window ended where windows side by side do in {lines}",
        lambda i, a, b: (i * a.step, (i + 1) * a.window),
    ),
    (
        "start_by_windows",
        "a window began where windows side by side do in {lines}",
        lambda i, a, b: (i * a.window, i * a.step + a.window),
    ),
    (
        "end_at_the_border",
        "every window reached to the border in {lines}",
        lambda i, a, b: (i * a.step, i * 0 + a.side),
    ),
    (
        "start_at_the_border",
        "every window began at the border in {lines}",
        lambda i, a, b: (i * 0, i * a.step + a.window),
    ),
    (
        "end_fixed",
        "a window ended where the first one does in {lines}",
        lambda i, a, b: (i * a.step, i * 0 + a.window),
    ),
    (
        "centred",
        "windows had their middle where they should begin, and were cut at the border, in {lines}",
        lambda i, a, b: (i * a.step - a.window // 2, i * a.step - a.window // 2 + a.window),
    ),
    (
        "centred_odd",
        "windows reached as far behind as in front of their middle in {lines}",
        lambda i, a, b: (
            i * a.step,
            i * a.step + (a.window - 1) // 2 * 2 + 1,
        ),
    ),
    (
        "symmetric",
        "windows reached as far behind as in front of where they should begin in {lines}",
        lambda i, a, b: (i * a.step - a.window // 2, i * a.step + a.window // 2 + 1),
    ),
    (
        "even",
        "windows reached half a window in front of and behind their middle in {lines}",
        lambda i, a, b: (i * a.step, i * a.step + a.window // 2 * 2),
    ),
    (
        "even_up",
        "windows reached half a window in front of and behind their middle in {lines}",
        lambda i, a, b: (i * a.step, i * a.step + a.window // 2 * 2 + 1),
    ),
)
