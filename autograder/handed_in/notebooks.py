"""Notebook → the files that its cells write with %%writefile. It is read; nothing of it is run."""

from __future__ import annotations

import re
from collections.abc import Mapping

import msgspec

from autograder.errors import SubmissionRefused
from autograder.handed_in.entries import shown

WRITES = re.compile(r"%%writefile +([A-Za-z_][\w-]*(?:\.\w+)+) *", re.ASCII)


class _Cell(msgspec.Struct):
    """Both fields are needed, so that a small file can't become a large list of nothing."""

    cell_type: str
    source: str | list[str]


class _Notebook(msgspec.Struct):
    cells: list[_Cell]


def files_in(data: bytes, name: str) -> Mapping[str, bytes]:
    """What each file would hold if all cells were run from top to bottom.

    `name` is what a refusal calls the notebook.
    """
    try:
        notebook = msgspec.json.decode(data, type=_Notebook)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        raise SubmissionRefused(
            f"{shown(name)} is no notebook that can be read. Save it again, and hand that in."
        ) from None
    files: dict[str, bytes] = {}
    for cell in notebook.cells:
        source = cell.source if isinstance(cell.source, str) else "".join(cell.source)
        first, _, rest = source.partition("\n")
        match = WRITES.fullmatch(first.rstrip("\r"))
        if cell.cell_type == "code" and match:
            text = rest if rest.endswith("\n") or not rest else f"{rest}\n"
            files[match[1]] = text.encode(errors="replace")
    return files
