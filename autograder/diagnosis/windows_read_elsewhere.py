"""Where loops over windows may read instead: index by index, in one direction or in both."""

# ruff: noqa: E501 - a table of sentences

from __future__ import annotations

from collections.abc import Sequence

from torch import Tensor

from autograder.diagnosis.grids import Index, Where, right_index

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
JOINT: Sequence[tuple[str, str, Index | None, Index | None]] = (
    (
        "row_numbers_modulo_height",
        "a window's {row} were its number modulo the number of {row}s of windows",
        lambda a, b: _numbered(a, b) % a.windows * a.here.step + a.pixel,
        None,
    ),
    (
        "row_numbers_by_height",
        "a window's {row} were its number divided by the number of {row}s of windows, and not of {column}s",
        lambda a, b: _numbered(a, b) // a.windows * a.here.step + a.pixel,
        None,
    ),
    (
        "column_numbers_by_height",
        "a window's {column} were its number divided by the number of {row}s of windows",
        None,
        lambda a, b: _numbered(b, a) // b.windows * a.here.step + a.pixel,
    ),
    (
        "column_numbers_by_width",
        "a window's {column} were its number divided by the number of {column}s of windows, and not the rest of that division",
        None,
        lambda a, b: _numbered(b, a) // a.windows * a.here.step + a.pixel,
    ),
    (
        "pixel_numbers_modulo_height",
        "the {row} of a window's pixel were its number modulo the window's {row}s",
        lambda a, b: a.position * a.here.step + _pixels_numbered(a, b) % a.here.window,
        None,
    ),
    (
        "pixel_numbers_by_height",
        "the {row} of a window's pixel were its number divided by the window's {row}s, and not its {column}s",
        lambda a, b: a.position * a.here.step + _pixels_numbered(a, b) // a.here.window,
        None,
    ),
    (
        "pixel_columns_by_height",
        "the {column} of a window's pixel were its number divided by the window's {row}s",
        None,
        lambda a, b: a.position * a.here.step + _pixels_numbered(b, a) // b.here.window,
    ),
    (
        "pixel_columns_by_width",
        "the {column} of a window's pixel were its number divided by the window's {column}s, and not the rest of that division",
        None,
        lambda a, b: a.position * a.here.step + _pixels_numbered(b, a) // a.here.window,
    ),
    (
        "pitch_height",
        "a {row} of the picture were as long in memory as a {column} is",
        lambda a, b: _flat(a, b, a.here.side) // b.here.side,
        lambda a, b: _flat(b, a, b.here.side) % a.here.side,
    ),
    (
        "frame_turned",
        "the picture were copied into one whose height and width are exchanged",
        lambda a, b: _framed(a, b, a.here.side) // b.here.side,
        lambda a, b: _framed(b, a, b.here.side) % a.here.side,
    ),
    (
        "pitch_bare_width",
        "a {row} of the padded picture were as long in memory as without padding",
        lambda a, b: _flat(a, b, b.here.picture) // b.here.side,
        lambda a, b: _flat(b, a, a.here.picture) % a.here.side,
    ),
)


def _numbered(rows: Where, columns: Where) -> Tensor:
    """Each window's number, {row} by {row}."""
    return rows.position * columns.windows + columns.position


def _pixels_numbered(rows: Where, columns: Where) -> Tensor:
    """The number of each pixel of a window, {row} by {row}."""
    return rows.pixel * columns.here.window + columns.pixel


def _flat(rows: Where, columns: Where, pitch: int) -> Tensor:
    """The place in memory if a {row} is `pitch` long."""
    return right_index(rows, columns) * pitch + right_index(columns, rows)


def _framed(rows: Where, columns: Where, pitch: int) -> Tensor:
    """The same, but what lies behind the end of a {row} is nowhere."""
    flat = _flat(rows, columns, pitch)
    return flat.masked_fill(right_index(columns, rows) >= pitch, -1)
