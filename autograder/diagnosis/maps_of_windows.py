"""How loops over windows go wrong: where they read, how far, and what they make of the border.

Each is a `Grid` that differs from the right one in rows, in columns, or in both. `words` go on from
"answers as if"; `{lines}` stands for the direction, say "rows", `{other}` for the other one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from math import ceil

from torch import Tensor

from autograder.diagnosis.windows import (
    Count,
    Direction,
    Grid,
    Index,
    Where,
    right_count,
    right_index,
    right_length,
    right_padding,
    true_count,
)

JOINT: Sequence[tuple[str, str, Index | None, Index | None]] = (
    (
        "row_numbers_modulo_height",
        "numbered windows were in the {row} that their number modulo the {row}s says",
        lambda a, b: _numbered(a, b) % a.count * a.here.step + a.pixel,
        None,
    ),
    (
        "row_numbers_by_height",
        "numbered windows were in the {row} that their number divided by the {row}s says",
        lambda a, b: _numbered(a, b) // a.count * a.here.step + a.pixel,
        None,
    ),
    (
        "column_numbers_by_height",
        "numbered windows were in the {column} that their number divided by the {row}s says",
        None,
        lambda a, b: _numbered(b, a) // b.count * a.here.step + a.pixel,
    ),
    (
        "column_numbers_by_width",
        "numbered windows were in the {column} that their number divided by the {column}s says",
        None,
        lambda a, b: _numbered(b, a) // a.count * a.here.step + a.pixel,
    ),
    (
        "pixel_numbers_modulo_height",
        "numbered pixels of a window were in the {row} that their number modulo the {row}s says",
        lambda a, b: a.position * a.here.step + _pixels_numbered(a, b) % a.here.window,
        None,
    ),
    (
        "pixel_numbers_by_height",
        "numbered pixels of a window were in the {row} that their number divided by the {row}s says",
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
BEYOND = ("refused", "stretched", "left out", "zero", "other end", "nearest")
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
    ("window_1_less", "windows were one shorter in {lines}", lambda a, b: a._replace(window=a.window - 1)),
    ("window_1_more", "windows were one longer in {lines}", lambda a, b: a._replace(window=a.window + 1)),
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
SLICED = ("stretched", "left out", "zero")


@dataclass(frozen=True)
class NamedGrid:
    """A grid with a stable name, and words. `like` names the one that differs only beyond."""

    name: str
    words: str
    grid: Grid
    like: str = ""


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
        lambda a, b: a.here.side - a.here.window + (a.position - a.count + 1) * a.here.step + a.pixel,
    ),
    (
        "last_first",
        "windows came in reverse order in {lines}",
        lambda a, b: (a.count - 1 - a.position) * a.here.step + a.pixel,
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
        lambda a, b: a.position * (a.here.side // a.count) + a.pixel,
    ),
    (
        "interleaved",
        "pixels of a window were as far apart as there are windows in {lines}",
        lambda a, b: a.pixel * a.count + a.position,
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
LENGTHS: Sequence[tuple[str, str, Count]] = (
    ("without_last", "the last of the {lines} of each window were missing", lambda a, b: a.window - 1),
    ("one_more", "each window had one more of the {lines}", lambda a, b: a.window + 1),
    ("first_only", "only the first of the {lines} of each window counted", lambda a, b: 1),
    ("two", "windows were always two long in {lines}", lambda a, b: 2),
    ("three", "windows were always three long in {lines}", lambda a, b: 3),
    ("as_other", "windows were as long in {lines} as in {other}", lambda a, b: b.window),
    ("as_stride", "windows ended where the next one begins in {lines}", lambda a, b: a.step),
    (
        "as_other_stride",
        "windows were as long in {lines} as the stride in {other}",
        lambda a, b: b.step,
    ),
    ("at_most_stride", "windows did not overlap in {lines}", lambda a, b: min(a.step, a.window)),
    ("at_most_other", "windows were cut to a square in {lines}", lambda a, b: min(a.window, b.window)),
)
COUNTS: Sequence[tuple[str, str, Count]] = (
    ("rounded", "the number of windows were rounded in {lines}", lambda a, b: round((a.side - a.window) / a.step) + 1),
    (
        "rounded_after",
        "the number of windows were rounded in {lines}",
        lambda a, b: round((a.side - a.window) / a.step + 1),
    ),
    (
        "rounded_up",
        "windows that stick out counted too in {lines}",
        lambda a, b: ceil((a.side - a.window) / a.step) + 1,
    ),
    (
        "without_last_even",
        "the window that ends exactly at the border were missing in {lines}",
        lambda a, b: ceil((a.side - a.window) / a.step),
    ),
    ("one_less", "one window were missing in {lines}", lambda a, b: right_count(a, b) - 1),
    ("one_more", "there were one window more in {lines}", lambda a, b: right_count(a, b) + 1),
    (
        "one_before_dividing",
        "1 were added before dividing by the stride in {lines}",
        lambda a, b: (a.side - a.window + 1) // a.step,
    ),
    ("without_window", "the window's length did not count in {lines}", lambda a, b: a.side // a.step),
    (
        "every_start",
        "a window began at every stride of the picture in {lines}",
        lambda a, b: ceil(a.side / a.step),
    ),
    ("every_pixel", "there were a window for every pixel in {lines}", lambda a, b: a.side),
    (
        "every_pixel_of_picture",
        "there were a window for every pixel of the picture in {lines}",
        lambda a, b: a.picture,
    ),
    (
        "unpadded",
        "windows were counted without the padding in {lines}",
        lambda a, b: (a.picture - a.window) // a.step + 1,
    ),
    (
        "padding_once",
        "windows were counted with the padding at one end only in {lines}",
        lambda a, b: (a.side - a.padding - a.window) // a.step + 1,
    ),
    ("step_1", "windows were counted as if the stride were 1 in {lines}", lambda a, b: a.side - a.window + 1),
    ("by_window", "windows were counted side by side in {lines}", lambda a, b: a.side // a.window),
    (
        "other_side",
        "windows were counted with the picture's {other} for its {lines}",
        lambda a, b: (b.side - a.window) // a.step + 1,
    ),
    (
        "other_window",
        "windows were counted with the window's {other} for its {lines}",
        lambda a, b: (a.side - b.window) // a.step + 1,
    ),
    (
        "other_step",
        "windows were counted with the other stride in {lines}",
        lambda a, b: (a.side - a.window) // b.step + 1,
    ),
    ("as_other", "there were as many windows in {lines} as in {other}", lambda a, b: right_count(b, a)),
    (
        "least",
        "there were as few windows in {lines} as in {other}",
        lambda a, b: min(right_count(a, b), right_count(b, a)),
    ),
    (
        "stride_first",
        "the side were divided by the stride before the window's length was taken off in {lines}",
        lambda a, b: a.side // a.step - a.window + 1,
    ),
    ("window_less_1", "the window were one longer in counting {lines}", lambda a, b: (a.side - a.window - 1) // a.step + 1),
)
PADDINGS: Sequence[tuple[str, str, Callable[[Direction, Direction], tuple[int, int]]]] = (
    ("other", "the paddings were exchanged for {lines}", lambda a, b: (b.padding, b.padding)),
    ("in_front", "all padding lay in front in {lines}", lambda a, b: (2 * a.padding, 0)),
    ("behind", "all padding lay behind in {lines}", lambda a, b: (0, 2 * a.padding)),
    ("once_in_front", "padding lay in front only in {lines}", lambda a, b: (a.padding, 0)),
    ("once_behind", "padding lay behind only in {lines}", lambda a, b: (0, a.padding)),
    ("none", "there were no padding in {lines}", lambda a, b: (0, 0)),
    ("always_1", "the padding were always 1 in {lines}", lambda a, b: (1, 1)),
    ("twice", "the padding were doubled in {lines}", lambda a, b: (2 * a.padding, 2 * a.padding)),
    ("half_window", "the padding were half a window in {lines}", lambda a, b: (a.window // 2,) * 2),
    ("half_window_more", "half a window were added to the padding in {lines}", lambda a, b: (a.padding + a.window // 2,) * 2),
)
MODES: Sequence[tuple[str, str, dict[str, object]]] = (
    ("ones", "the padding were ones", {"fill": 1.0}),
    ("minus_ones", "the padding were -1", {"fill": -1.0}),
    ("minus_infinity", "the padding were minus infinity", {"fill": float("-inf")}),
    ("border", "the padding repeated the border", {"mode": "replicate"}),
    ("reflected", "the padding mirrored the picture", {"mode": "reflect"}),
    ("other_end", "the padding held the other end of the picture", {"mode": "circular"}),
)


def of_windows(words: Sequence[str]) -> Iterator[NamedGrid]:
    """All single ones; `words` are those of the two axes, say "row" and "column"."""
    for mode, sentence, changes in MODES:
        yield NamedGrid(f"padding:{mode}", sentence, replace(Grid(), **changes))  # type: ignore[arg-type]
    named = dict(zip(("row", "column"), words, strict=True))
    for name, sentence, rows, columns in JOINT:
        both = replace(Grid(), index=(rows or right_index, columns or right_index))
        yield from _beyond(name, sentence.format(**named), both)
    for axes, stem, names in _directions(words):
        for name, sentence, index in INDICES:
            found = replace(Grid(), index=_at(axes, index, right_index))
            yield from _beyond(f"{stem}:{name}", sentence.format(**names), found)
        for name, sentence, given in GIVEN:
            found = replace(Grid(), given=_at(axes, given, None))
            yield from _beyond(f"{stem}:{name}", sentence.format(**names), found)
        for name, sentence, slices in SLICES:
            found = replace(Grid(), slices=_at(axes, slices, None))
            yield from _beyond(f"{stem}:{name}", sentence.format(**names), found, SLICED)
        for name, sentence, length in LENGTHS:
            found = replace(Grid(), length=_at(axes, length, right_length))
            yield from _beyond(f"{stem}:length_{name}", sentence.format(**names), found)
        found = replace(
            Grid(), index=_at(axes, _second_on, right_index), length=_at(axes, _one_less, right_length)
        )
        sentence = "the first of the {lines} of each window were missing".format(**names)
        yield NamedGrid(f"{stem}:length_without_first", sentence, found)
        for name, sentence, padding in PADDINGS:
            found = replace(Grid(), padding=_at(axes, padding, right_padding))
            full = sentence.format(**names)
            yield NamedGrid(f"{stem}:padding_{name}", full, found)
            kept = replace(found, count=(_of_right_size, _of_right_size))
            yield from _beyond(f"{stem}:padding_{name}_size_right", full, kept)
        for name, sentence, count in COUNTS:
            found = replace(Grid(), count=_at(axes, count, right_count))
            full = sentence.format(**names)
            yield from _beyond(f"{stem}:count_{name}", full, found)
            kept = replace(found, keeps=True)
            yield from _beyond(f"{stem}:count_{name}_zeros_left", f"{full}, zeros left", kept)


def _at(axes: tuple[int, ...], wrong: object, right: object) -> tuple[object, object]:
    first, second = (wrong if axis in axes else right for axis in (0, 1))
    return first, second


def _beyond(
    name: str, words: str, grid: Grid, ways: Sequence[str] = BEYOND
) -> Iterator[NamedGrid]:
    for beyond in ways:
        suffix = "" if beyond == ways[0] else f":{beyond.replace(' ', '_')}"
        like = name if suffix and ways is BEYOND and beyond != "stretched" else ""
        yield NamedGrid(f"{name}{suffix}", words, replace(grid, beyond=beyond), like)


def _directions(words: Sequence[str]) -> Iterator[tuple[tuple[int, ...], str, dict[str, str]]]:
    rows, columns = (f"{word}s" for word in words)
    yield (0, 1), "both", {"lines": f"{rows} and {columns}", "other": "the other direction"}
    yield (0,), rows, {"lines": rows, "other": columns}
    yield (1,), columns, {"lines": columns, "other": rows}


def _numbered(rows: Where, columns: Where) -> Tensor:
    """Each window's number, {row} by {row}."""
    return rows.position * columns.count + columns.position


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


def _second_on(own: Where, other: Where) -> Tensor:
    return right_index(own, other) + 1


def _one_less(own: Direction, other: Direction) -> int:
    return own.window - 1


def _of_right_size(own: Direction, other: Direction) -> int:
    return true_count(own)
