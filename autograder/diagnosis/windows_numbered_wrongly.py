"""Where loops read that count windows, pixels or places in memory one by one: rows and columns
depend on each other."""

# ruff: noqa: E501 - a table of sentences

from __future__ import annotations

from collections.abc import Sequence

from torch import Tensor

from autograder.diagnosis.grids import Index, Where, right_index

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
        "numbered_by_height",
        "windows were numbered {row} by {row} as if there were as many {column}s as {row}s of them",
        lambda a, b: (a.position * a.windows + b.position) // b.windows * a.here.step + a.pixel,
        lambda a, b: (b.position * b.windows + a.position) % a.windows * a.here.step + a.pixel,
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
        "pitch_height_at_most_last",
        "a {row} of the picture were as long in memory as a {column} is, and what lies behind the end of the picture were its last pixel",
        lambda a, b: _at_most_last(a, b) // b.here.side,
        lambda a, b: _at_most_last(b, a) % a.here.side,
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

ALWAYS_INSIDE = ("pitch_height_at_most_last",)  # nothing is read beyond the picture


def _numbered(rows: Where, columns: Where) -> Tensor:
    """Each window's number, {row} by {row}."""
    return rows.position * columns.windows + columns.position


def _pixels_numbered(rows: Where, columns: Where) -> Tensor:
    """The number of each pixel of a window, {row} by {row}."""
    return rows.pixel * columns.here.window + columns.pixel


def _flat(rows: Where, columns: Where, pitch: int) -> Tensor:
    """The place in memory if a {row} is `pitch` long."""
    return right_index(rows, columns) * pitch + right_index(columns, rows)


def _at_most_last(rows: Where, columns: Where) -> Tensor:
    """The place in memory if a {row} is as long as a {column}; behind the last place, that one."""
    high, wide = rows.here.side, columns.here.side
    return _flat(rows, columns, high).clamp(max=high * wide - 1)


def _framed(rows: Where, columns: Where, pitch: int) -> Tensor:
    """The same, but what lies behind the end of a {row} is nowhere."""
    flat = _flat(rows, columns, pitch)
    return flat.masked_fill(right_index(columns, rows) >= pitch, -1)
