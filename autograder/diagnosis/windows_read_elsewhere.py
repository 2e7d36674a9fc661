"""Where loops over windows may read instead: index by index, in one direction or in both."""

from __future__ import annotations

from collections.abc import Sequence

from torch import Tensor

from autograder.diagnosis.grids import Index, Where, right_index

# What stands at a place (position) and at a pixel of the window, in one direction: `a` is this
# direction, `b` the other.
INDICES: Sequence[tuple[str, str, Index]] = (
    (
        "apart_by_1",
        "windows started one pixel apart in {lines}",
        lambda a, b: a.position + a.pixel,
    ),
    (
        "apart_by_other_stride",
        "windows were as far apart in {lines} as in {other}",
        lambda a, b: a.position * b.here.step + a.pixel,
    ),
    (
        "apart_by_window",
        "windows stood side by side in {lines}",
        lambda a, b: a.position * a.here.window + a.pixel,
    ),
    (
        "apart_by_square",
        "the stride were squared in {lines}",
        lambda a, b: a.position * a.here.step**2 + a.pixel,
    ),
    (
        "divided",
        "a window's place were divided by the stride in {lines}",
        lambda a, b: a.position // a.here.step + a.pixel,
    ),
    (
        "late_by_stride",
        "the first window began one stride late in {lines}",
        lambda a, b: (a.position + 1) * a.here.step + a.pixel,
    ),
    (
        "late_by_stride_less_1",
        "the first window began at the last pixel of the first stride in {lines}",
        lambda a, b: (a.position + 1) * a.here.step - 1 + a.pixel,
    ),
    (
        "late_by_1",
        "windows began one pixel late in {lines}",
        lambda a, b: a.position * a.here.step + a.pixel + 1,
    ),
    (
        "early_by_1",
        "windows began one pixel early in {lines}",
        lambda a, b: a.position * a.here.step + a.pixel - 1,
    ),
    (
        "late_by_padding",
        "windows began behind the padding in {lines}",
        lambda a, b: a.position * a.here.step + a.pixel + a.here.padding,
    ),
    (
        "early_by_padding",
        "the padding were taken off twice in {lines}",
        lambda a, b: a.position * a.here.step + a.pixel - a.here.padding,
    ),
    (
        "centred",
        "windows had their middle where they should begin in {lines}",
        lambda a, b: a.position * a.here.step + a.pixel - a.here.window // 2,
    ),
    (
        "centred_low",
        "windows had their middle where they should begin in {lines}",
        lambda a, b: a.position * a.here.step + a.pixel - (a.here.window - 1) // 2,
    ),
    (
        "spread_by_stride",
        "pixels of a window were a stride apart in {lines}",
        lambda a, b: (a.position + a.pixel) * a.here.step,
    ),
    (
        "stride_at_the_pixel",
        "the stride lay between pixels, and not between windows, in {lines}",
        lambda a, b: a.position + a.pixel * a.here.step,
    ),
    (
        "spread_by_2",
        "every other pixel were read in {lines}",
        lambda a, b: a.position * a.here.step + 2 * a.pixel,
    ),
    (
        "mirrored",
        "windows were read backwards in {lines}",
        lambda a, b: a.position * a.here.step + a.here.window - 1 - a.pixel,
    ),
    (
        "backwards",
        "pixels of a window were counted back from its first one in {lines}",
        lambda a, b: a.position * a.here.step - a.pixel,
    ),
    (
        "from_the_end",
        "windows were laid from the far end of the picture in {lines}",
        lambda a, b: a.here.side - a.here.window - a.position * a.here.step + a.pixel,
    ),
    (
        "aligned_at_the_end",
        "the last window ended at the border in {lines}",
        lambda a, b: (
            a.here.side - a.here.window + (a.position - a.windows + 1) * a.here.step + a.pixel
        ),
    ),
    (
        "last_first",
        "windows came in reverse order in {lines}",
        lambda a, b: (a.windows - 1 - a.position) * a.here.step + a.pixel,
    ),
    (
        "place_only",
        "each window were its first pixel only, in {lines}",
        lambda a, b: a.position * a.here.step + 0 * a.pixel,
    ),
    (
        "pixel_only",
        "every window were the first one in {lines}",
        lambda a, b: 0 * a.position + a.pixel,
    ),
    (
        "spread_evenly",
        "windows were spread evenly over the picture in {lines}",
        lambda a, b: a.position * (a.here.side // a.windows) + a.pixel,
    ),
    (
        "interleaved",
        "pixels of a window were as far apart as there are windows in {lines}",
        lambda a, b: a.pixel * a.windows + a.position,
    ),
    (
        "other_place",
        "the place in {other} were taken for that in {lines}",
        lambda a, b: b.position * a.here.step + a.pixel,
    ),
    (
        "other_pixel",
        "the pixel's number in {other} were taken for that in {lines}",
        lambda a, b: a.position * a.here.step + b.pixel,
    ),
    (
        "other_index",
        "the index in {other} were taken for that in {lines}",
        lambda a, b: b.position * b.here.step + b.pixel,
    ),
)
JOINT: Sequence[tuple[str, str, Index | None, Index | None]] = (
    (
        "row_numbers_modulo_height",
        "numbered windows were in the {row} that their number modulo the {row}s says",
        lambda a, b: _numbered(a, b) % a.windows * a.here.step + a.pixel,
        None,
    ),
    (
        "row_numbers_by_height",
        "numbered windows were in the {row} that their number divided by the {row}s says",
        lambda a, b: _numbered(a, b) // a.windows * a.here.step + a.pixel,
        None,
    ),
    (
        "column_numbers_by_height",
        "numbered windows were in the {column} that their number divided by the {row}s says",
        None,
        lambda a, b: _numbered(b, a) // b.windows * a.here.step + a.pixel,
    ),
    (
        "column_numbers_by_width",
        "numbered windows were in the {column} that their number divided by the {column}s says",
        None,
        lambda a, b: _numbered(b, a) // a.windows * a.here.step + a.pixel,
    ),
    (
        "pixel_numbers_modulo_height",
        "numbered pixels of a window were in the {row} that their number modulo the {row}s says",
        lambda a, b: a.position * a.here.step + _pixels_numbered(a, b) % a.here.window,
        None,
    ),
    (
        "pixel_numbers_by_height",
        "numbered pixels were in the {row} that their number divided by the {row}s says",
        lambda a, b: a.position * a.here.step + _pixels_numbered(a, b) // a.here.window,
        None,
    ),
    (
        "pixel_columns_by_height",
        "numbered pixels were in the {column} that their number divided by the {row}s says",
        None,
        lambda a, b: a.position * a.here.step + _pixels_numbered(b, a) // b.here.window,
    ),
    (
        "pixel_columns_by_width",
        "numbered pixels were in the {column} that their number divided by the {column}s says",
        None,
        lambda a, b: a.position * a.here.step + _pixels_numbered(b, a) // a.here.window,
    ),
    (
        "pitch_height",
        "the picture lay in memory with its {row}s for its {column}s",
        lambda a, b: _flat(a, b, a.here.side) // b.here.side,
        lambda a, b: _flat(b, a, b.here.side) % a.here.side,
    ),
    (
        "frame_turned",
        "the picture were laid into one with its sides exchanged",
        lambda a, b: _framed(a, b, a.here.side) // b.here.side,
        lambda a, b: _framed(b, a, b.here.side) % a.here.side,
    ),
    (
        "pitch_bare_width",
        "the picture lay in memory without its padding",
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
