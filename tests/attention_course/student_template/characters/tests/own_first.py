"""Files of yours are found before libraries' modules of the same name, but by your files only.

So a `statistics.py` of yours is what `import statistics` in your files means, just as when your
work is graded, and Python, torch and pytest still find what they need.
"""

import builtins
import contextlib
import importlib
import importlib.machinery
import os
import sys
from pathlib import Path

# Python has these loaded before it looks into any folder, so they stay its own.
KEPT = {
    *sys.builtin_module_names,
    *("__hello__", "__phello__", "_collections_abc", "_sitebuiltins", "abc", "codecs", "io", "os"),
    *("genericpath", "ntpath", "posixpath", "runpy", "site", "stat", "zipimport"),
}


def own_names(folder):
    """The names by which your files could import a file or a package of yours."""
    modules = {path.stem for path in folder.glob("*.py")}
    packages = {path.parent.name for path in folder.glob("*/__init__.py")}
    return {name for name in modules | packages if name.isidentifier()}


def taken(folder, given):
    """Those of your files whose names are taken: `import` finds another module."""
    return sorted(f"{name}.py" for name in own_names(folder) & KEPT if f"{name}.py" not in given)


def is_elsewhere(name, places):
    """Is there a module or a package of this name in one of these folders?"""
    return importlib.machinery.PathFinder.find_spec(name, places) is not None


class OwnFirst:
    """Takes the place of Python's `import` where names of yours are a library's, too."""

    def __init__(self, folder, tests, tasks):
        elsewhere = [place for place in sys.path if _real(place) not in (str(folder), str(tests))]
        self._places, self._tests = (str(folder) + os.sep, str(tests) + os.sep), str(tests)
        self._folder, self._elsewhere = str(folder), elsewhere
        self._import, self._import_module = builtins.__import__, importlib.import_module
        self._names = {
            name
            for name in own_names(folder) - set(tasks)
            if name in sys.modules or is_elsewhere(name, [str(tests), *elsewhere])
        }
        self._aside = {name: {} for name in self._names}  # the modules of the other side
        self._is_own = dict.fromkeys(self._names, False)  # whose modules Python knows just now

    def install(self):
        """Only if there are such names: everything else goes the usual way."""
        if self._names:
            builtins.__import__, importlib.import_module = self.import_, self.import_module

    def import_(self, name, globals=None, locals=None, fromlist=(), level=0):  # noqa: A002
        """What an import statement calls."""
        importer = globals or {}
        top = (importer.get("__package__") or "" if level else name).partition(".")[0]
        if top not in self._names:
            return self._import(name, globals, locals, fromlist, level)
        is_own = self._is_yours(importer.get("__file__") or "") and top not in KEPT
        with self._turned(top, is_own):
            return self._import(name, globals, locals, fromlist, level)

    def import_module(self, name, package=None):
        """The same as a function."""
        top = (package or "" if name.startswith(".") else name).partition(".")[0]
        if top not in self._names:
            return self._import_module(name, package)
        asks = sys._getframe(1).f_globals.get("__file__") or ""
        with self._turned(top, self._is_yours(asks) and top not in KEPT):
            return self._import_module(name, package)

    def _is_yours(self, file):
        within, but = self._places
        return file.startswith(within) and not file.startswith((but, sys.prefix + os.sep)) \
            and "site-packages" not in file  # fmt: skip

    @contextlib.contextmanager
    def _turned(self, top, is_own):
        """For as long as this takes, the name means the module of the one who asks."""
        before, must_turn = list(sys.path), self._is_own[top] != is_own
        sys.path[:] = [self._folder, *before] if is_own else [self._tests, *self._elsewhere]
        if must_turn:
            self._turn(top)
        try:
            yield
        finally:
            if must_turn:
                self._turn(top)
            if not is_own:
                sys.path[:] = before
            elif sys.path[:1] == [self._folder]:
                del sys.path[0]

    def _turn(self, top):
        mine = [name for name in sys.modules if name.partition(".")[0] == top]
        out = {name: sys.modules.pop(name) for name in mine}
        sys.modules.update(self._aside[top])
        self._aside[top] = out
        self._is_own[top] = not self._is_own[top]


def _real(place):
    return str(Path(place or ".").resolve())
