"""Files of yours are found before libraries' modules of the same name, but by your files only.

So a `statistics.py` of yours is what `import statistics` in your files means, just as when your
work is graded, and Python, torch and pytest still find what they need.
"""

import builtins
import contextlib
import importlib.machinery
import os
import sys
from pathlib import Path

# Python, torch or what they need would not run with another module of this name; so they keep it.
KEPT = {
    *sys.builtin_module_names,
    *("__future__", "_collections_abc", "abc", "codecs", "encodings", "genericpath", "io", "os"),
    *("ntpath", "posixpath", "runpy", "site", "stat", "zipimport", "numpy", "torch"),
}


def own_names(folder):
    """The names by which your files could import a file or a package of yours."""
    modules = {path.stem for path in folder.glob("*.py")}
    packages = {path.parent.name for path in folder.glob("*/__init__.py")}
    return {name for name in modules | packages if name.isidentifier()}


def taken(folder, given):
    """Those of your files whose names are taken: `import` finds another module."""
    return sorted(f"{name}.py" for name in own_names(folder) & KEPT if f"{name}.py" not in given)


class OwnFirst:
    """Takes the place of Python's `import` where names of yours are a library's, too."""

    def __init__(self, folder, tests, tasks):
        elsewhere = [place for place in sys.path if _real(place) not in (str(folder), str(tests))]
        self._places, self._tests = (str(folder) + os.sep, str(tests) + os.sep), str(tests)
        self._folder, self._elsewhere = str(folder), elsewhere
        self._import = builtins.__import__
        self._names = {
            name for name in own_names(folder) - set(tasks) if self._is_found_elsewhere(name)
        }
        self._aside = {name: {} for name in self._names}  # the modules of the other side
        self._is_own = dict.fromkeys(self._names, False)  # whose modules Python knows just now

    def install(self):
        """Only if there are such names: everything else goes the usual way."""
        if self._names:
            builtins.__import__ = self

    def __call__(self, name, globals=None, locals=None, fromlist=(), level=0):  # noqa: A002
        importer = globals or {}
        top = (importer.get("__package__") or "" if level else name).partition(".")[0]
        if top not in self._names:
            return self._import(name, globals, locals, fromlist, level)
        is_own = self._is_yours(importer.get("__file__") or "") and top not in KEPT
        with self._turned(top, is_own):
            return self._import(name, globals, locals, fromlist, level)

    def _is_found_elsewhere(self, name):
        places = [self._tests, *self._elsewhere]
        finder = importlib.machinery.PathFinder
        return name in sys.modules or finder.find_spec(name, places) is not None

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
