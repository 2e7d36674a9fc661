"""Notebook → the files that its cells write. It is read; nothing of it is run."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

import msgspec

from autograder.errors import SubmissionRefused
from autograder.submission import cells, entries
from autograder.submission.givens import BOM, defined, is_as_given, is_same
from autograder.text.legible import quoted

MAX_WRITES = 500  # cells of one notebook: each costs time
# Browsers and editors add an ending where they see text, or JSON.
NAMED = re.compile(r".*\.ipynb(?:\.txt|\.json)?", re.IGNORECASE | re.DOTALL)
CONFLICT = re.compile(rb"^<<<<<<< ", re.MULTILINE)
MALFORMED = re.compile(r"^JSON is malformed: .*\(byte (\d+)\)$")
UNREADABLE = (msgspec.DecodeError, UnicodeDecodeError, RecursionError)


Text = str | list[str] | None


# Not `nbformat`: it makes Python objects of whatever the JSON holds before it looks at any, so that
# 16 MB of brackets take 380 MB; and it says neither line nor byte of what is wrong.


class _Cell(msgspec.Struct):
    """A cell, by a schema: without one, a small file could become a large list of nothing.

    `input` is what the source of code was called until 2014.
    """

    cell_type: str
    source: Text = None
    input: Text = None

    def text(self) -> str:
        lines = self.input if self.source is None else self.source
        return lines if isinstance(lines, str) else "".join(lines or ())


class _Notebook(msgspec.Struct):
    cells: list[_Cell]


class _Old(msgspec.Struct):
    """A notebook as it was written until 2014."""

    worksheets: list[_Notebook]


@dataclass(frozen=True)
class Written:
    """A file as the cells leave it; if it `adds`, its content follows what the file held."""

    data: bytes
    adds: bool = False


@dataclass(frozen=True)
class Notebook:
    """What a notebook's cells write: path from its folder → file; and notes about cells.

    `defines` are names that cells define without writing them to a file → what the cell is called.
    """

    name: str
    files: Mapping[str, Written]
    notes: tuple[str, ...]
    defines: Mapping[str, str]


def is_notebook(name: str) -> bool:
    """Whether it is meant as a notebook, by its name."""
    return NAMED.fullmatch(name) is not None


def is_empty(data: bytes) -> bool:
    """Whether it has nothing in it, like one that an editor made and nobody used."""
    try:
        return not data.strip() or not _cells(data)
    except UNREADABLE:
        return False


def read(data: bytes, name: str, stubs: Mapping[str, bytes]) -> Notebook:
    """What each file would hold if all cells were run from top to bottom.

    One exception: a cell that writes a file as it was given does not undo an answer.
    `name` is what sentences call the notebook.
    """
    try:
        found = _cells(data)
    except UNREADABLE as error:
        raise SubmissionRefused(
            f"{quoted(name)} is no notebook that can be read{_why(data, error)}. "
            "Save it again, and hand that in."
        ) from None
    run = _Run(name, stubs)
    for number, cell in enumerate(found, start=1):
        run.cell(number, cell.text(), is_code=cell.cell_type == "code")
    return Notebook(name, run.files, tuple(run.notes), run.defines)


def _cells(data: bytes) -> list[_Cell]:
    """All cells; raises one of `UNREADABLE`."""
    text = data.removeprefix(BOM)
    try:
        return msgspec.json.decode(text, type=_Notebook).cells
    except msgspec.ValidationError:
        sheets = msgspec.json.decode(text, type=_Old).worksheets
        return [cell for sheet in sheets for cell in sheet.cells]


def _why(data: bytes, error: Exception) -> str:
    """Where the JSON is broken, if that is what is wrong: the end of a sentence."""
    if conflict := CONFLICT.search(data):
        return f": git left a conflict in it, at line {_line(data, conflict.start())}"
    if found := MALFORMED.search(str(error)):
        return f": line {_line(data.removeprefix(BOM), int(found[1]))} is no JSON"
    is_cut = isinstance(error, msgspec.DecodeError) and "truncated" in str(error)
    return ": its end is missing" if is_cut and data.strip() else ""


def _line(data: bytes, byte: int) -> int:
    return data.count(b"\n", 0, byte) + 1


class _Run:
    """What is there after the cells so far."""

    def __init__(self, name: str, stubs: Mapping[str, bytes]) -> None:
        self._name, self._stubs = name, stubs
        self._writers: dict[str, int] = {}  # path → the cell that its content is from
        self._writes = 0
        self.files: dict[str, Written] = {}
        self.notes: list[str] = []
        self.defines: dict[str, str] = {}

    def cell(self, number: int, source: str, *, is_code: bool) -> None:
        """Do what the cell does to files, or note that it only looks as if it did something."""
        write = cells.write_of(source) if is_code else None
        path = _path(write.name) if write else None
        if write and path:
            self._write(number, path, write)
        elif write and entries.last_part(write.name.replace("\\", "/")) in self._stubs:
            outside = "which lies outside of the notebook's folder and was not taken"
            self.notes.append(f"{self._called(number)} writes {quoted(write.name)}, {outside}.")
        elif why := cells.suspicion(source, is_code=is_code, wanted=self._stubs):
            self.notes.append(f"{self._called(number)} {why}.")
        elif is_code and not write:
            names = defined(source.encode(errors="replace"))
            self.defines |= dict.fromkeys(names, self._called(number))

    def _write(self, number: int, path: str, write: cells.Write) -> None:
        self._writes += 1
        if self._writes > MAX_WRITES:
            raise SubmissionRefused(
                f"{quoted(self._name)} has more than {MAX_WRITES} cells that write files."
            )
        data, given = write.text.encode(errors="replace"), self._stubs.get(path, b"")
        before = self.files.get(path)
        if write.appends:
            start = before or Written(b"", adds=True)
            self.files[path] = replace(start, data=start.data + data)
            self._writers.setdefault(path, number)
            return
        if before and not is_as_given(before.data, given) and not is_same(before.data, data):
            earlier = self._writers[path]
            if is_as_given(data, given):
                self.notes.append(
                    f"{self._called(number)} writes {quoted(path)} as it was given; "
                    f"cell {earlier} holds an answer and counts."
                )
                return
            self.notes.append(
                f"{self._called(earlier)} does not count: cell {number} writes "
                f"{quoted(path)} again."
            )
        self.files[path], self._writers[path] = Written(data), number

    def _called(self, number: int) -> str:
        return f"Cell {number} of {quoted(self._name)}"


def _path(name: str) -> str:
    """Where the file lies, from the notebook's folder; '' if outside, or where no file can be."""
    try:
        parts = entries.parts_of(name)
        path = entries.path_of(parts)
    except SubmissionRefused:
        return ""
    return "" if name.startswith("~") or entries.is_left_behind(parts) else path
