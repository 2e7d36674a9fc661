"""The files that were handed in, as far as a place in them may be told to students.

What a worker says of places is the student's to choose: code compiled under any name and moved to
any line could spell out what it was given. Told is only what is found here: one of the files, and a
line that it has. That still lets a submission choose: which of the first `MAX_LINES` lines is
eleven bits for each failed check, and which of its files a few more. The files themselves were
written before anything hidden was seen, so that what they say can be shown.
"""

from __future__ import annotations

import ast
import codecs
import functools
import importlib.util
import sys
import warnings
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from autograder.results import Place
from autograder.sandbox.inside import messages
from autograder.text.legible import one_line

MAX_LINES = 2000
MAX_BYTES = 1 << 18  # what a person writes is smaller, and a parser needs a multiple of it


@dataclass(frozen=True)
class NotPython:
    """Where a file is not valid Python, and what Python itself says of it."""

    message: str
    place: Place


class Sources:
    """Modules by their names within the submission. They are read, never run.

    Each is looked at once, since a submission may raise as often as it is asked.
    """

    def __init__(self, files: Mapping[str, bytes]) -> None:
        self._files = {name: data for name, data in files.items() if name.endswith(".py")}
        self._trees: dict[str, ast.Module | None] = {}
        self._broken: dict[str, NotPython | None] = {}

    @functools.cached_property
    def _lines(self) -> Mapping[str, int]:
        return {name: len(data.splitlines()) for name, data in self._files.items()}

    def place(self, frames: Sequence[messages.Frame]) -> Place | None:
        """The innermost of the lines that there are."""
        for frame in reversed(frames):
            if 1 <= frame.line <= min(self._lines.get(frame.file, 0), MAX_LINES):
                return Place(frame.file, frame.line)
        return None

    def function_at(self, place: Place) -> str:
        """The innermost function around a line, by the name it has in the file; or nothing."""
        kinds = ast.FunctionDef | ast.AsyncFunctionDef
        around = [
            node
            for node in ast.walk(self._tree(place.file))
            if isinstance(node, kinds) and node.lineno <= place.line <= (node.end_lineno or 0)
        ]
        return max(around, key=lambda node: node.lineno).name if around else ""

    def lacking(self, place: Place | None) -> str:
        """The module that is imported in this line and is neither installed nor handed in; or ''.

        Only a name that stands in the file, which was written before anything hidden was seen.
        """
        names = (name.partition(".")[0] for name in self._imported_at(place))
        return next(filter(self._is_lacking, names), "")

    def incomplete(self, place: Place | None) -> str:
        """The module that is imported in this line and not handed in, with its dots; or ''.

        Where Python does not find it, it is the module or what it needs itself.
        """
        names = (name for name in self._imported_at(place) if name.isascii())
        return next((name for name in names if not self._is_own(name.partition(".")[0])), "")

    def _imported_at(self, place: Place | None) -> Iterator[str]:
        if place is None:
            return
        for node in ast.walk(self._tree(place.file)):
            if isinstance(node, ast.Import | ast.ImportFrom) and node.lineno <= place.line <= (
                node.end_lineno or 0
            ):
                yield from _imported(node)

    def _tree(self, file: str) -> ast.Module:
        if file not in self._trees:
            self._trees[file] = _parsed(self._files[file])
        return self._trees[file] or ast.Module([], [])

    def _is_lacking(self, name: str) -> bool:
        is_there = (
            self._is_own(name) or name in sys.modules or importlib.util.find_spec(name) is not None
        )
        return name.isascii() and not is_there

    def _is_own(self, name: str) -> bool:
        return any(file.startswith((f"{name}.py", f"{name}/")) for file in self._files)

    def not_python(self, file: str) -> NotPython | None:
        """Why a file is not valid Python; None if it is, or can't be told.

        If nobody knows which file it was, it is one that holds what no source may hold.
        """
        file = file or next((name for name, data in self._files.items() if b"\0" in data), "")
        if file not in self._files:
            return None
        if file not in self._broken:
            self._broken[file] = _broken(file, self._files[file], self._lines[file])
        return self._broken[file]


def _parsed(data: bytes) -> ast.Module | None:
    try:
        with _quiet():
            return ast.parse(data) if len(data) <= MAX_BYTES else None
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


def _broken(file: str, data: bytes, lines: int) -> NotPython | None:
    if len(data) > MAX_BYTES:
        return None
    try:
        with _quiet():
            compile(data, file, "exec", dont_inherit=True)
    except SyntaxError as error:
        line = min(max(_line(error, data), 1), lines)
        message = f"{_saved_as(data)}{error.msg}"
        return NotPython(one_line(message, limit=200), Place(file, line))
    except (ValueError, RecursionError, MemoryError, OverflowError):
        return None
    return None


def _saved_as(data: bytes) -> str:
    """What to do about a file that an editor saved in two bytes for each character."""
    is_wide = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    is_wide = is_wide or data[1:40:2].count(0) > 10 or data[:40:2].count(0) > 10
    return "it is saved as UTF-16 ('Unicode'), not as UTF-8; " if is_wide else ""


@contextmanager
def _quiet() -> Iterator[None]:
    """Without Python's warnings, which would quote the file on our own output."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


def _imported(node: ast.Import | ast.ImportFrom) -> list[str]:
    """The modules that a statement imports, in order."""
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    return [node.module] if node.module and not node.level else []


def _line(error: SyntaxError, data: bytes) -> int:
    """The line that Python names, or that of the byte that it could not read."""
    if b"\0" in data and not error.lineno:
        return data[: data.index(b"\0")].count(b"\n") + 1
    if "'utf-8' codec" in str(error.msg):
        try:
            data.decode()
        except UnicodeDecodeError as undecodable:
            return data[: undecodable.start].count(b"\n") + 1
    return error.lineno or 1


NOTHING = Sources({})
