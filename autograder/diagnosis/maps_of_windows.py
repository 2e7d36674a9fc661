"""How loops over windows go wrong: where they read, how far, and what they make of the border.

Each is a `Grid` that differs from the right one in rows, in columns, or in both. `words` go on from
"answers as if"; `{lines}` stands for the direction, say "rows", `{other}` for the other one. Where
they don't speak of `{lines}`, "(for rows only)" is put behind them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from torch import Tensor

from autograder.diagnosis.grids import (
    Count,
    Direction,
    Grid,
    Where,
    right_count,
    right_index,
    right_length,
    right_padding,
    true_count,
)
from autograder.diagnosis.windows_counted_wrongly import (
    COUNTS,
    COUNTS_ALONE,
    LENGTHS,
    MODES,
    NEVER_MORE,
    OTHER,
    PADDINGS,
)
from autograder.diagnosis.windows_laid_otherwise import LAID, RIGHT
from autograder.diagnosis.windows_numbered_wrongly import ALWAYS_INSIDE, JOINT
from autograder.diagnosis.windows_read_as_slices import GIVEN, SLICES
from autograder.diagnosis.windows_read_elsewhere import INDICES
from autograder.text.axes import plural

BEYOND = ("refused", "stretched", "left out", "zero", "other end", "nearest")
INDEXED = (*BEYOND, "python")  # what is negative counts from the far end
UNTESTED = ("python", "other end", "nearest")  # beyond the border, where nothing was added
SLICED = ("stretched", "left out", "zero")

MAY_BE_NONE = ("one_less", "without_last_even")  # counts that leave no window where there is one
# Paddings with which as many windows lie as with the right one, or as with another of these.
OF_RIGHT_SIZE = ("in_front", "behind", "once_behind")

STAYS = (  # what becomes of places without a window: suffix, words, and `Grid.keeps`
    ("zeros_left", "the rest of the result stayed zero", "answer"),
    ("empty_left", "no window were laid in the other places", "windows"),
)


@dataclass(frozen=True)
class NamedGrid:
    """A grid with a stable name, and words. `like` names the one that differs only beyond."""

    name: str
    words: str
    grid: Grid
    like: str = ""


def of_windows(words: Sequence[str]) -> Iterator[NamedGrid]:
    """All single ones; `words` are those of the two axes, say "row" and "column"."""
    for mode, sentence, held in MODES:
        yield NamedGrid(f"padding:{mode}", sentence, replace(Grid(), **held))  # type: ignore[arg-type]
    yield from _of_rooms()
    named = dict(zip(("row", "column"), words, strict=True))
    for name, sentence, rows, columns in JOINT:
        both = replace(Grid(), index=(rows or right_index, columns or right_index))
        ways = BEYOND[:1] if name in ALWAYS_INSIDE else BEYOND
        yield from _beyond(name, sentence.format(**named), both, ways)
    for axes, stem, names in _directions(words):
        for name, sentence, index in INDICES:
            found = replace(Grid(), index=_at(axes, index, right_index))
            yield from _beyond(f"{stem}:{name}", said(sentence, names), found, INDEXED)
        for name, sentence, given in GIVEN:
            found = replace(Grid(), given=_at(axes, given, None))
            yield from _beyond(f"{stem}:{name}", said(sentence, names), found)
        for name, sentence, slices in SLICES:
            found = replace(Grid(), slices=_at(axes, slices, None))
            yield from _beyond(f"{stem}:{name}", said(sentence, names), found, SLICED)
        for name, sentence, length in LENGTHS:
            found = replace(Grid(), length=_at(axes, length, right_length))
            yield from _beyond(f"{stem}:length_{name}", said(sentence, names), found)
        for name, sentence, changes in LAID:
            wrong = {field: _at(axes, each, RIGHT[field]) for field, each in changes.items()}
            found = replace(Grid(), **wrong)  # type: ignore[arg-type]
            yield NamedGrid(f"{stem}:{name}", said(sentence, names), found)
        for name, sentence, padding in PADDINGS:
            found = replace(Grid(), padding=_at(axes, padding, right_padding))
            full = said(sentence, names)
            yield NamedGrid(f"{stem}:padding_{name}", full, found)
            kept = replace(found, count=(_of_right_size, _of_right_size))
            yield from _beyond(f"{stem}:padding_{name}_size_right", full, kept)
        found = replace(
            Grid(),
            index=_at(axes, _early_by_padding, right_index),
            padding=_at(axes, _no_padding, right_padding),
            count=_at(axes, _of_right_size, right_count),
        )
        sentence = said("the padding were read from the picture, which has none", names)
        yield from _beyond(f"{stem}:padding_untested", sentence, found, UNTESTED)
        for name, sentence, count in COUNTS:
            found = replace(Grid(), count=_at(axes, count, right_count))
            full = said(sentence, names)
            ways = BEYOND[:1] if name in NEVER_MORE else BEYOND
            yield from _beyond(f"{stem}:count_{name}", full, found, ways)
            if name in MAY_BE_NONE:
                at_least = replace(Grid(), count=_at(axes, _or_one(count), right_count))
                words_ = f"{full}, but for a single one"
                yield NamedGrid(f"{stem}:count_{name}_or_1", words_, at_least)
            for suffix, rest, keeps in STAYS:
                yield from _beyond(
                    f"{stem}:count_{name}_{suffix}",
                    f"{full}, and {rest}",
                    replace(found, keeps=keeps),
                    ways,
                )


def sizes() -> Iterator[tuple[str, str, Grid]]:
    """Names, words, and grids with another number of windows along one side."""
    for name, sentence, count in (*COUNTS, *COUNTS_ALONE):
        if OTHER not in sentence:  # there is no other direction
            yield name, sentence, replace(Grid(), count=(count, count))
            kept = _or_one(count)
            yield (
                f"{name}_or_1",
                f"{sentence}, but at least one",
                replace(Grid(), count=(kept, kept)),
            )
    words = "the number of windows were not cut to a whole number"
    yield "not_whole", words, replace(Grid(), count=(_with_fraction, _with_fraction))
    for name, sentence, padding in PADDINGS:
        if OTHER not in sentence and name not in OF_RIGHT_SIZE:
            words = sentence.format(lines="the side")
            yield f"padding_{name}", words, replace(Grid(), padding=(padding, padding))


def _or_one(count: Count) -> Count:
    return lambda own, other: max(1, count(own, other))


def _with_fraction(own: Direction, other: Direction) -> float:
    return (own.side - own.window) / own.step + 1


def _of_rooms() -> Iterator[NamedGrid]:
    """Results with places where no window lies."""
    for suffix, rest, keeps in STAYS:
        yield NamedGrid(
            f"size_of_picture_{suffix}",
            f"the result were as large as the picture, and {rest}",
            replace(
                Grid(), keeps=keeps, count=(_within_picture,) * 2, room=(_up_to_the_picture,) * 2
            ),
        )
        yield NamedGrid(
            f"result_padded_{suffix}",
            f"the result were padded, and not the picture, and {rest}",
            replace(Grid(), keeps=keeps, padding=(_no_padding,) * 2, room=(_of_padding,) * 2),
        )


def _within_picture(own: Direction, other: Direction) -> int:
    return min(true_count(own), own.picture)


def _up_to_the_picture(own: Direction, count: int) -> tuple[int, int]:
    return 0, own.picture - count


def _of_padding(own: Direction, count: int) -> tuple[int, int]:
    return own.padding, own.padding


def _no_padding(own: Direction, other: Direction) -> tuple[int, int]:
    return 0, 0


def _early_by_padding(own: Where, other: Where) -> Tensor:
    return right_index(own, other) - own.here.padding


def said(sentence: str, names: Mapping[str, str]) -> str:
    """The words about one direction, or about both."""
    is_clear = "{lines}" in sentence or not names["only"]
    return sentence.format(**names) + ("" if is_clear else f" ({names['only']})")


def _at(axes: tuple[int, ...], wrong: object, right: object) -> tuple[object, object]:
    first, second = (wrong if axis in axes else right for axis in (0, 1))
    return first, second


def _beyond(name: str, words: str, grid: Grid, ways: Sequence[str] = BEYOND) -> Iterator[NamedGrid]:
    for beyond in ways:
        suffix = "" if beyond == ways[0] else f":{beyond.replace(' ', '_')}"
        like = name if suffix and ways is not SLICED and beyond != "stretched" else ""
        yield NamedGrid(f"{name}{suffix}", words, replace(grid, beyond=beyond), like)


def _directions(words: Sequence[str]) -> Iterator[tuple[tuple[int, ...], str, dict[str, str]]]:
    rows, columns = map(plural, words)
    both = f"{rows} and {columns}"
    yield (0, 1), "both", {"lines": both, "other": "the other direction", "only": ""}
    yield (0,), rows, {"lines": rows, "other": columns, "only": f"for {rows} only"}
    yield (1,), columns, {"lines": columns, "other": rows, "only": f"for {columns} only"}


def _of_right_size(own: Direction, other: Direction) -> int:
    return true_count(own)
