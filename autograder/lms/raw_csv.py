"""CSV of which single cells are changed: every other byte stays as it was."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from autograder.downloads import csv_files
from autograder.downloads.csv_files import Table


def with_cells(path: Path, table: Table, cells: Mapping[tuple[int, int], str]) -> bytes:
    """The file with other texts in some cells: (record from 0, column from 0) → text.

    A column that is not there yet is added at the end of those records. `table` is what
    `csv_files.read` has found in the file.
    """
    data = path.read_bytes().removeprefix(codecs.BOM_UTF8).decode()
    lines = []
    for record, (raw, end) in enumerate(_records(data, table.separator)):
        own = {column: text for (row, column), text in cells.items() if row == record}
        last = max(own, default=-1)
        if own:
            raw += [""] * (last + 1 - len(raw))
            for column, text in own.items():
                raw[column] = _quoted(text, table.separator)
        lines.append(table.separator.join(raw) + end)
    mark = codecs.BOM_UTF8 if table.has_mark else b""
    return mark + "".join(lines).encode()


def records(path: Path, table: Table) -> list[list[str]]:
    """The texts of all records, the headings too, blank lines as empty lists."""
    data = path.read_bytes().removeprefix(codecs.BOM_UTF8).decode()
    return [
        [] if raw == [""] else [_text(cell) for cell in raw]
        for raw, _ in _records(data, table.separator)
    ]


def read(path: Path) -> tuple[Table, list[list[str]]]:
    """A file as a table, and all its records. Raises `CommandMisused`."""
    table = csv_files.read(path)
    return table, records(path, table)


def _records(data: str, separator: str) -> Iterator[tuple[list[str], str]]:
    """The cells of each record as they are written, quotes included, and how it ends."""
    mark = re.escape(separator)
    cell = re.compile(
        rf'("(?:[^"]|"")*"|(?:(?!\r\n)[^{mark}\n])*)({mark}|\r\n|\n|\Z)',
    )
    cells: list[str] = []
    at = 0
    while at < len(data) or cells:
        match = cell.match(data, at)
        assert match is not None  # noqa: S101 - `csv_files.read` has read this text
        cells.append(match[1])
        at = match.end()
        if match[2] != separator:
            yield cells, match[2]
            cells = []


def _text(cell: str) -> str:
    if cell.startswith('"') and cell.endswith('"') and len(cell) > 1:
        return cell[1:-1].replace('""', '"')
    return cell


def _quoted(text: str, separator: str) -> str:
    if any(sign in text for sign in (separator, '"', "\n", "\r")) or text != text.strip():
        return '"' + text.replace('"', '""') + '"'
    return text
