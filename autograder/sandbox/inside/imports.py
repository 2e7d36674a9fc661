"""Imports a submission's own module even if Python, a library or we have one of the same name.

`import statistics` in a submission finds the submitted statistics.py, as it does at home, although
this process may have imported Python's module before. The importing line decides: a line of the
submission gets the student's module, any other line gets the module that it would get without the
submission. For these names there are two sets of modules, and one of them is in `sys.modules` at a
time. Modules that Python never looks up in folders, such as `sys` and `os`, stay Python's, as at
home. Covered: honest imports, at once or later, by line or by `importlib`. Not covered: this is a
convenience for students, not a wall; code can change any of it.
"""

from __future__ import annotations

import builtins
import contextlib
import importlib
import importlib.abc
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from importlib.machinery import BuiltinImporter, FrozenImporter, ModuleSpec, PathFinder
from pathlib import Path
from types import FrameType, ModuleType
from typing import Any

_import, _import_module = builtins.__import__, importlib.import_module


def put_students_first(folder: Path) -> Callable[[str], ModuleType]:
    """From now on, code in `folder` finds modules in `folder` first, whatever their names.

    Returns a function that imports a module as such code would.
    """
    if not (names := _doubled(folder)):
        return _import_module
    first = _StudentsFirst(folder, names)
    sys.meta_path.insert(0, first)
    builtins.__import__ = first.import_  # type: ignore[assignment]  # takes the same
    importlib.import_module = first.import_module
    return first.students


def forget(package: str) -> None:
    """Remove all modules of `package` from `sys.modules`."""
    for name in [name for name in sys.modules if name.partition(".")[0] == package]:
        del sys.modules[name]


def _doubled(folder: Path) -> frozenset[str]:
    """Names of submitted modules and packages that Python would also find elsewhere."""
    elsewhere = [path for path in sys.path if path != str(folder)]
    found = {path.stem for path in folder.glob("*.py")}
    found |= {path.parent.name for path in folder.glob("*/__init__.py")}
    return frozenset(
        name
        for name in found
        if not (BuiltinImporter.find_spec(name) or FrozenImporter.find_spec(name))
        and (name in sys.modules or PathFinder.find_spec(name, elsewhere) is not None)
    )


class _StudentsFirst(importlib.abc.MetaPathFinder):
    """Gives the submission's code its own modules, and all other code the others."""

    def __init__(self, folder: Path, names: frozenset[str]) -> None:
        self._folder, self._names = str(folder), names
        self._inside = f"{folder}/"
        self._others: dict[str, ModuleType] = {}  # those that are not in sys.modules now
        self._are_students_shown = False
        self._lock = threading.RLock()

    def find_spec(
        self, name: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        if path is not None or name not in self._names:
            return None
        if self._are_students_shown:
            return PathFinder.find_spec(name, [self._folder])
        return PathFinder.find_spec(name, [p for p in sys.path if p not in (self._folder, "")])

    def import_(
        self,
        name: str,
        globals: dict[str, Any] | None = None,  # noqa: A002 - as Python calls it
        locals: dict[str, Any] | None = None,  # noqa: A002 - as Python calls it
        fromlist: Sequence[str] | None = (),
        level: int = 0,
    ) -> ModuleType:
        """Replaces `builtins.__import__`, which import statements call."""
        is_students = self._is_students(sys._getframe(1), globals)
        if is_students and not level and (known := self._known(name)):
            return known
        if not self._concerns(name if not level else str((globals or {}).get("__package__"))):
            is_students = is_students and self._are_students_shown
        with self._shown(is_students):
            return _import(name, globals, locals, fromlist or (), level)

    def import_module(self, name: str, package: str | None = None) -> ModuleType:
        """Replaces `importlib.import_module`."""
        is_students = self._is_students(sys._getframe(1), None)
        if not self._concerns(package if name.startswith(".") and package else name):
            is_students = is_students and self._are_students_shown
        with self._shown(is_students):
            return _import_module(name, package)

    def students(self, name: str) -> ModuleType:
        """Import a module as the submission's code would."""
        with self._shown(self._concerns(name)):
            return _import_module(name)

    def _known(self, name: str) -> ModuleType | None:
        """The student's module of this name, if it has been imported completely."""
        if self._are_students_shown or name not in self._names:
            return None
        module = self._others.get(name)
        return None if hasattr(module, "__path__") else module

    def _concerns(self, name: str) -> bool:
        return name.partition(".")[0] in self._names

    def _is_students(self, frame: FrameType, scope: dict[str, Any] | None) -> bool:
        """Whether the importing code is the submission's, or was made by it."""
        files = (frame.f_code.co_filename, (scope or frame.f_globals).get("__file__"))
        return any(isinstance(file, str) and file.startswith(self._inside) for file in files)

    @contextlib.contextmanager
    def _shown(self, are_students: bool) -> Iterator[None]:
        """Within the block, `sys.modules` holds the student's modules, or the others."""
        with self._lock:
            is_change = are_students != self._are_students_shown
            if is_change:
                self._exchange()
            try:
                yield
            finally:
                if is_change:
                    self._exchange()

    def _exchange(self) -> None:
        shown = [name for name in sys.modules if self._concerns(name)]
        taken = {name: sys.modules.pop(name) for name in shown}
        sys.modules.update(self._others)
        self._others, self._are_students_shown = taken, not self._are_students_shown
