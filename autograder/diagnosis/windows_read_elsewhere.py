"""Where loops over windows may read instead: index by index, in one direction or in both."""

from __future__ import annotations

from collections.abc import Sequence

from autograder.diagnosis.grids import Index

# What stands at a place (position) and at a pixel of the window, in one direction: `a` is this
# direction, `b` the other.
INDICES: Sequence[tuple[str, str, Index]] = (
    (
        "apart_by_1",
        "windows started one pixel apart, whatever the stride is",
        lambda a, b: a.position + a.pixel,
    ),
    (
        "apart_by_other_stride",
        "windows were as far apart as in {other}",
        lambda a, b: a.position * b.here.step + a.pixel,
    ),
    (
        "apart_by_window",
        "windows stood side by side, whatever the stride is",
        lambda a, b: a.position * a.here.window + a.pixel,
    ),
    (
        "apart_by_square",
        "the position of a window were multiplied by the stride twice",
        lambda a, b: a.position * a.here.step**2 + a.pixel,
    ),
    (
        "divided",
        "the position of a window were divided by the stride, and not multiplied by it",
        lambda a, b: a.position // a.here.step + a.pixel,
    ),
    (
        "late_by_stride",
        "the first window started one stride too late",
        lambda a, b: (a.position + 1) * a.here.step + a.pixel,
    ),
    (
        "late_by_stride_less_1",
        "the first window started one pixel less than a stride too late",
        lambda a, b: (a.position + 1) * a.here.step - 1 + a.pixel,
    ),
    (
        "late_by_1",
        "each window started one pixel too late",
        lambda a, b: a.position * a.here.step + a.pixel + 1,
    ),
    (
        "early_by_1",
        "each window started one pixel too early",
        lambda a, b: a.position * a.here.step + a.pixel - 1,
    ),
    (
        "late_if_even",
        "each window of an even length started one pixel too late",
        lambda a, b: a.position * a.here.step + a.pixel + (1 - a.here.window % 2),
    ),
    (
        "early_if_even",
        "each window of an even length started one pixel too early",
        lambda a, b: a.position * a.here.step + a.pixel - (1 - a.here.window % 2),
    ),
    (
        "late_by_padding",
        "the first window started behind the padding, and not at its beginning",
        lambda a, b: a.position * a.here.step + a.pixel + a.here.padding,
    ),
    (
        "early_by_padding",
        "the padding were subtracted twice from a window's position",
        lambda a, b: a.position * a.here.step + a.pixel - a.here.padding,
    ),
    (
        "centred",
        "each window had its middle where it should start",
        lambda a, b: a.position * a.here.step + a.pixel - a.here.window // 2,
    ),
    (
        "centred_low",
        "each window had its middle where it should start",
        lambda a, b: a.position * a.here.step + a.pixel - (a.here.window - 1) // 2,
    ),
    (
        "spread_by_stride",
        "the pixels of a window were a stride apart, as windows are",
        lambda a, b: (a.position + a.pixel) * a.here.step,
    ),
    (
        "stride_at_the_pixel",
        "the stride lay between the pixels of a window, and not between windows",
        lambda a, b: a.position + a.pixel * a.here.step,
    ),
    (
        "spread_by_2",
        "every second pixel of the picture were skipped in a window",
        lambda a, b: a.position * a.here.step + 2 * a.pixel,
    ),
    (
        "mirrored",
        "each window were read backwards",
        lambda a, b: a.position * a.here.step + a.here.window - 1 - a.pixel,
    ),
    (
        "backwards",
        "the pixels before a window's first one were read, and not those behind it",
        lambda a, b: a.position * a.here.step - a.pixel,
    ),
    (
        "from_the_end",
        "the first window stood at the far end of the picture, and the others in front of it",
        lambda a, b: a.here.side - a.here.window - a.position * a.here.step + a.pixel,
    ),
    (
        "aligned_at_the_end",
        "windows were moved so that the last one ends exactly at the border",
        lambda a, b: (
            a.here.side - a.here.window + (a.position - a.windows + 1) * a.here.step + a.pixel
        ),
    ),
    (
        "last_first",
        "windows came in reverse order",
        lambda a, b: (a.windows - 1 - a.position) * a.here.step + a.pixel,
    ),
    (
        "place_only",
        "all pixels of a window were its first one",
        lambda a, b: a.position * a.here.step + 0 * a.pixel,
    ),
    (
        "pixel_only",
        "every window were the first one",
        lambda a, b: 0 * a.position + a.pixel,
    ),
    (
        "spread_evenly",
        "windows were spread evenly over the picture, whatever the stride is",
        lambda a, b: a.position * (a.here.side // a.windows) + a.pixel,
    ),
    (
        "interleaved",
        "the pixels of a window were as far apart as there are windows",
        lambda a, b: a.pixel * a.windows + a.position,
    ),
    (
        "other_place",
        "a window's position in {other} were used for {lines}",
        lambda a, b: b.position * a.here.step + a.pixel,
    ),
    (
        "other_pixel",
        "the pixel's number within the window in {other} were used for {lines}",
        lambda a, b: a.position * a.here.step + b.pixel,
    ),
    (
        "other_index",
        "the whole index in {other} were used for {lines}",
        lambda a, b: b.position * b.here.step + b.pixel,
    ),
)
