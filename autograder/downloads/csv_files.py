"""CSV as spreadsheets and platforms write it: UTF-8, with commas, semicolons or tabs."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from autograder.errors import CommandMisused

SEPARATORS = (",", ";", "\t")
MAX_BYTES = 64 << 20
RETURN = "\ue00d"  # stands for a carriage return that ends no line, which `csv` would take for one


@dataclass(frozen=True)
class Table:
    """A CSV file: its headings, and each row with its line.

    `separator` and `has_mark` (a byte order mark) are as they were, for who writes it again.
    """

    heads: Sequence[str]
    rows: Sequence[tuple[int, Mapping[str, str]]]
    separator: str = ","
    has_mark: bool = False


def read(path: Path) -> Table:
    """The table in a file. Raises `CommandMisused` if it is none, or if two headings are equal.

    The line of a row is that of its end: a text in quotes may go over several.
    """
    text, has_mark = _text(path)
    separator = _separator(text)
    if "\n" in text:
        text = re.sub(r"\r(?!\n)", RETURN, text)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    try:
        lines = [(reader.line_num, [c.replace(RETURN, "\r") for c in cells]) for cells in reader]
    except csv.Error as error:
        raise CommandMisused(f"{path}:{reader.line_num}: this is not CSV ({error}).") from None
    if not lines:
        raise CommandMisused(f"{path} is empty. It should be CSV with headings in its first line.")
    heads = [head.strip() for head in lines[0][1]]
    while heads and not heads[-1]:
        heads.pop()
    heads = [head or f"column {number}" for number, head in enumerate(heads, start=1)]
    for head in heads:
        if heads.count(head) > 1:
            raise CommandMisused(f"{path}: the heading {head!r} is there twice; rename one.")
    rows = []
    for line, cells in lines[1:]:
        if len(cells) > len(heads) and any(cells[len(heads) :]):
            raise CommandMisused(
                f"{path}:{line}: {len(cells)} columns where the headings have {len(heads)}. "
                "A text with a comma needs quotes around it."
            )
        if len(cells) < len(heads) and any(cells):
            raise CommandMisused(
                f"{path}:{line}: {len(cells)} columns where the headings have {len(heads)}. "
                "Complete the line, or remove it."
            )
        if cells:
            padded = [*cells, *[""] * (len(heads) - len(cells))]
            rows.append((line, dict(zip(heads, padded, strict=False))))
    return Table(heads, rows, separator, has_mark)


def written(heads: Sequence[str], rows: Sequence[Sequence[str]], *, separator: str = ",") -> str:
    """The rows as CSV, with the headings above."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=separator, lineterminator="\r\n")
    writer.writerow(heads)
    writer.writerows(rows)
    return text.getvalue()


def _text(path: Path) -> tuple[str, bool]:
    try:
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise CommandMisused(f"{path} can't be read: {reason}.") from None
    if len(data) > MAX_BYTES:
        raise CommandMisused(f"{path} has more than {MAX_BYTES >> 20} MB.")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise CommandMisused(
            f"{path}:{line}: this is not UTF-8. Save it as 'CSV UTF-8', so that no name is changed."
        ) from None
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        raise CommandMisused(
            f"{path}:{line}: there is a null byte, so this is no CSV. Save it anew."
        )
    return text, data.startswith(codecs.BOM_UTF8)


def _separator(text: str) -> str:
    """The one that is most frequent in the first line, outside of quotes."""
    first = text.partition("\n")[0]
    outside = "".join(part for index, part in enumerate(first.split('"')) if index % 2 == 0)
    return max(SEPARATORS, key=outside.count)
