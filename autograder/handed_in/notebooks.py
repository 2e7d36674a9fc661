"""Notebook → the files that its cells write. It is read; nothing of it is run."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import msgspec

from autograder.errors import SubmissionRefused
from autograder.handed_in import cells, entries
from autograder.handed_in.entries import shown
from autograder.handed_in.givens import BOM, defined, is_as_given, is_same

MAX_WRITES = 500  # cells of one notebook: each costs us time
UNREADABLE = (msgspec.DecodeError, UnicodeDecodeError, RecursionError)


class _Cell(msgspec.Struct):
    """Both fields are needed, so that a small file can't become a large list of nothing."""

    cell_type: str
    source: str | list[str]


class _Notebook(msgspec.Struct):
    cells: list[_Cell]


@dataclass(frozen=True)
class Written:
    """A file as the cells leave it; if it `adds`, below what the file held before."""

    data: bytes
    adds: bool = False


@dataclass(frozen=True)
class Notebook:
    """What a notebook's cells write: path from its folder → file; and remarks about cells.

    `defines` are names that cells define without writing them to a file → what the cell is called.
    """

    name: str
    files: Mapping[str, Written]
    notes: tuple[str, ...]
    defines: Mapping[str, str]


def is_notebook(name: str) -> bool:
    """Is it meant as a notebook, by its name?"""
    return name.lower().endswith(".ipynb")


def is_empty(data: bytes) -> bool:
    """Is nothing in it, as in one that an editor made and nobody used?"""
    try:
        return not data.strip() or not msgspec.json.decode(data, type=_Notebook).cells
    except UNREADABLE:
        return False


def read(data: bytes, name: str, stubs: Mapping[str, bytes]) -> Notebook:
    """What each file would hold if all cells were run from top to bottom.

    Except that a cell which writes a file as it was given takes nothing back.
    `name` is what sentences call the notebook.
    """
    try:
        found = msgspec.json.decode(data.removeprefix(BOM), type=_Notebook).cells
    except UNREADABLE:
        raise SubmissionRefused(
            f"{shown(name)} is no notebook that can be read. Save it again, and hand that in."
        ) from None
    run = _Run(name, stubs)
    for number, cell in enumerate(found, start=1):
        source = cell.source if isinstance(cell.source, str) else "".join(cell.source)
        run.cell(number, source, is_code=cell.cell_type == "code")
    return Notebook(name, run.files, tuple(run.notes), run.defines)


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
        """Do what the cell does to files, or remark that it only looks as if it did."""
        write = cells.write_of(source) if is_code else None
        path = _path(write.name) if write else None
        if write and path:
            self._write(number, path, write)
        elif write and entries.last_part(write.name.replace("\\", "/")) in self._stubs:
            outside = "which lies outside of the notebook's folder and was not taken"
            self.notes.append(f"{self._called(number)} writes {shown(write.name)}, {outside}.")
        elif why := cells.suspicion(source, is_code=is_code, wanted=self._stubs):
            self.notes.append(f"{self._called(number)} {why}.")
        elif is_code and not write:
            names = defined(source.encode(errors="replace"))
            self.defines |= dict.fromkeys(names, self._called(number))

    def _write(self, number: int, path: str, write: cells.Write) -> None:
        self._writes += 1
        if self._writes > MAX_WRITES:
            raise SubmissionRefused(
                f"{shown(self._name)} has more than {MAX_WRITES} cells that write files."
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
                    f"{self._called(number)} writes {shown(path)} as it was given; "
                    f"cell {earlier} holds an answer and counts."
                )
                return
            self.notes.append(
                f"{self._called(earlier)} does not count: cell {number} writes {shown(path)} again."
            )
        self.files[path], self._writers[path] = Written(data), number

    def _called(self, number: int) -> str:
        return f"Cell {number} of {shown(self._name)}"


def _path(name: str) -> str:
    """Where the file lies, from the notebook's folder; '' if outside, or where no file can be."""
    try:
        parts = entries.parts_of(name)
        path = entries.path_of(parts)
    except SubmissionRefused:
        return ""
    return "" if name.startswith("~") or entries.is_left_behind(parts) else path
