"""Arrays as small pictures made of numbers: expected, yours, and the difference."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from autograder.pages.words import number
from autograder.results import Example, Numbers

MAX_ROWS, MAX_COLUMNS = 12, 16


@dataclass(frozen=True)
class Cell:
    """A number, as text and as a colour: `heat` is from −1 to 1."""

    text: str
    heat: float
    is_wrong: bool = False
    is_first: bool = False


@dataclass(frozen=True)
class Grid:
    """A picture of a part of an array: `shape` is that of the whole, `cut` what is left out."""

    title: str
    shape: str
    rows: tuple[tuple[Cell, ...], ...]
    cut: str = ""

    @property
    def is_number(self) -> bool:
        """Whether it is a single number without axes, which needs no table."""
        return self.shape == "()"

    @property
    def is_flat(self) -> bool:
        """Whether it is a single row, of which the number says nothing."""
        return len(self.rows) == 1


@dataclass(frozen=True)
class Picture:
    """An example as pictures, and what of it is shown: 'picture 0, channel 1'."""

    example: Example
    inputs: tuple[Grid, ...]
    answers: tuple[Grid, ...]
    shown: str
    first: str
    has_same_shape: bool

    @property
    def line(self) -> str:
        """The call alone, in one line: it has the settings, which no array shows."""
        if self.example.line:
            return self.example.line
        last = self.example.code.rpartition("\n")[2]
        return last.removeprefix("print(").removesuffix(")")


def picture(example: Example) -> Picture:
    """The pictures of an example; of an array with many axes, the part with the first mistake."""
    same = example.expected.shape == example.yours.shape
    wrong = example.wrong
    most = _most(example.expected, example.yours)
    part = _part(example.expected, wrong[0] if wrong else 0)
    expected = _grid("expected", example.expected, part, most)
    if not same:
        yours = _grid("yours", example.yours, _part(example.yours, 0), most)
        return Picture(example, _inputs(example), (expected, yours), "", "", same)
    yours = _grid("yours", example.yours, part, most, wrong)
    difference = _difference(example)
    answers = (
        expected,
        yours,
        _grid("difference", difference, part, _most(difference), wrong, signed=True),
    )
    words = example.place.removeprefix("at ").split(", ")
    shown = ", ".join(words[:-2]) if example.place and len(example.expected.shape) > 2 else ""
    first = f"{_first_place(example)}{_text(example, wrong[0])}"
    return Picture(example, _inputs(example), answers, shown, first, same)


def _first_place(example: Example) -> str:
    """Where the first wrong number is; in a row, which has no other place, by its number. A single
    number has no place.
    """
    if not example.expected.shape:
        return ""
    is_row = len(example.expected.shape) == 1
    return f"at place {example.wrong[0]}: " if is_row else f"{example.place}: "


def _text(example: Example, place: int) -> str:
    mine, right = example.yours.values[place], example.expected.values[place]
    return f"yours is {number(mine)}, it should be {number(right)}"


def _inputs(example: Example) -> tuple[Grid, ...]:
    return tuple(_grid(name, each, _part(each, 0), _most(each)) for name, each in example.inputs)


def _difference(example: Example) -> Numbers:
    pairs = zip(example.yours.values, example.expected.values, strict=True)
    return Numbers(example.expected.shape, "", tuple(_minus(a, b) for a, b in pairs))


def _minus(mine: float | str, right: float | str) -> float | str:
    if isinstance(mine, str) or isinstance(right, str):
        return 0.0 if mine == right else "≠"
    return float(f"{mine - right:.6g}")


def _part(numbers: Numbers, place: int) -> int:
    """Where the rows and columns begin that hold this place."""
    size = math.prod(numbers.shape[-2:]) if len(numbers.shape) > 1 else len(numbers.values)
    return place // size * size if size else 0


def _most(*arrays: Numbers) -> float:
    finite = [abs(v) for each in arrays for v in each.values if isinstance(v, int | float)]
    return max(finite, default=0.0) or 1.0


def _grid(
    title: str,
    numbers: Numbers,
    begin: int,
    most: float,
    wrong: Sequence[int] = (),
    *,
    signed: bool = False,
) -> Grid:
    rows, columns = (1, *numbers.shape)[-2:] if numbers.shape else (1, 1)
    marked = set(wrong)
    cells = tuple(
        tuple(
            _cell(numbers, begin + row * columns + column, most, marked, wrong, signed=signed)
            for column in range(min(columns, MAX_COLUMNS))
        )
        for row in range(min(rows, MAX_ROWS))
    )
    parts = math.prod(numbers.shape[:-2]) if len(numbers.shape) > 2 else 1
    left_out = []
    if parts > 1:
        left_out.append(f"{begin // (rows * columns) + 1} of {parts}")
    if rows > MAX_ROWS or columns > MAX_COLUMNS:
        left_out.append("cut")
    shape = f"({', '.join(map(str, numbers.shape))}{',' if len(numbers.shape) == 1 else ''})"
    return Grid(title, shape, cells, ", ".join(left_out))


def _cell(
    numbers: Numbers,
    place: int,
    most: float,
    marked: set[int],
    wrong: Sequence[int],
    *,
    signed: bool,
) -> Cell:
    value = numbers.values[place]
    heat = value / most if isinstance(value, int | float) else 0.0
    text = "·" if signed and value == 0 else number(value)
    if signed and isinstance(value, int | float) and value > 0:
        text = f"+{text}"
    is_first = bool(wrong) and place == wrong[0]
    return Cell(text, round(max(-1.0, min(1.0, heat)), 2), place in marked, is_first)
