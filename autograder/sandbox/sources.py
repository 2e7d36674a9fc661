"""The submitted files, and which places in them a message to students may name.

A worker's reply names files and lines, but the student's code chooses what it replies: it can
compile code under any file name and line number, and so encode hidden inputs in them. Covered: we
name only a submitted file, and only a line that this file has. Not covered: the submission still
chooses among these, which is eleven bits for each failed check (the first `MAX_LINES` lines) and a
few more for the file. The text of the files may be shown, since it was written before the code saw
anything hidden.
"""

from __future__ import annotations

import ast
import codecs
import functools
import importlib.util
import sys
import warnings
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from autograder.results import Place
from autograder.sandbox.inside import control, messages
from autograder.text.legible import one_line

MAX_LINES = 2000
MAX_BYTES = 1 << 18  # people write smaller files, and a parser needs many times their size


@dataclass(frozen=True)
class NotPython:
    """Where a file is not valid Python, and Python's message about it."""

    message: str
    place: Place


class Sources:
    """The submission's modules, by relative path. They are parsed, never run.

    Each file is parsed at most once, since a submission may raise at every call.
    """

    def __init__(self, files: Mapping[str, bytes]) -> None:
        self._files = {name: data for name, data in files.items() if name.endswith(".py")}
        self._trees: dict[str, ast.Module | None] = {}
        self._broken: dict[str, NotPython | None] = {}

    @functools.cached_property
    def _lines(self) -> Mapping[str, int]:
        return {name: len(data.splitlines()) for name, data in self._files.items()}

    @property
    def needs_on_demand(self) -> tuple[str, ...]:
        """Those modules of `control.ON_DEMAND` that a file seems to need."""
        needed = (
            module
            for word, module in control.ON_DEMAND.items()
            if any(word in data for data in self._files.values())
        )
        return tuple(dict.fromkeys(needed))

    def place(self, frames: Sequence[messages.Frame]) -> Place | None:
        """The innermost frame whose file and line exist in the submission, or None."""
        for frame in reversed(frames):
            if 1 <= frame.line <= min(self._lines.get(frame.file, 0), MAX_LINES):
                return Place(frame.file, frame.line)
        return None

    def function_at(self, place: Place) -> str:
        """The name of the innermost function around a line, or '' outside of functions."""
        kinds = ast.FunctionDef | ast.AsyncFunctionDef
        around = [
            node
            for node in ast.walk(self._tree(place.file))
            if isinstance(node, kinds) and node.lineno <= place.line <= (node.end_lineno or 0)
        ]
        return max(around, key=lambda node: node.lineno).name if around else ""

    def is_private(self, name: str, *, is_member: bool) -> bool:
        """Whether a file has this name with an underscore in front: a function or a class of the
        module or, of a `member`, a method or an attribute."""
        private = f"_{name}"
        for file in self._files:
            tree = self._tree(file)
            parts: Iterable[ast.AST] = ast.walk(tree) if is_member else tree.body
            if any(_named(part) == private for part in parts):
                return True
        return False

    def lacking(self, place: Place | None) -> str:
        """The module that this line imports and that is neither installed nor submitted; or ''.

        The name comes from the file's text, never from the exception.
        """
        names = (name.partition(".")[0] for name in self._imported_at(place))
        return next(filter(self._is_lacking, names), "")

    def incomplete(self, place: Place | None) -> str:
        """The full name of the module that this line imports and that is not submitted; or ''.

        If the import failed, either this module or one that it imports is missing.
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
        """Why a file is not valid Python; None if it is valid, or if we can't tell.

        If `file` is empty, the first file with a null byte is meant: Python reports that error
        without a file name.
        """
        file = file or next((name for name, data in self._files.items() if b"\0" in data), "")
        if file not in self._files:
            return None
        if file not in self._broken:
            self._broken[file] = _broken(file, self._files[file], self._lines[file])
        return self._broken[file]


def _named(node: ast.AST) -> str:
    """The name that a definition or an assignment to an attribute gives."""
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        return node.name
    is_set = isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store)
    return node.attr if is_set else ""  # type: ignore[attr-defined]  # an attribute


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
    """The start of a message about a file that an editor has saved as UTF-16; or ''."""
    is_wide = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    is_wide = is_wide or data[1:40:2].count(0) > 10 or data[:40:2].count(0) > 10
    return "it is saved as UTF-16 ('Unicode'), not as UTF-8; " if is_wide else ""


@contextmanager
def _quiet() -> Iterator[None]:
    """Suppress Python's warnings, which would print lines of the file to our own output."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


def _imported(node: ast.Import | ast.ImportFrom) -> list[str]:
    """The modules that a statement imports, in order."""
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    return [node.module] if node.module and not node.level else []


def _line(error: SyntaxError, data: bytes) -> int:
    """The line that Python reports, or the line of the byte that it could not decode."""
    if b"\0" in data and not error.lineno:
        return data[: data.index(b"\0")].count(b"\n") + 1
    if "'utf-8' codec" in str(error.msg):
        try:
            data.decode()
        except UnicodeDecodeError as undecodable:
            return data[: undecodable.start].count(b"\n") + 1
    return error.lineno or 1


NOTHING = Sources({})
