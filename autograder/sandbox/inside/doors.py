"""Closes the ways around forbidden callables that use native code or import a module twice.

Installed in a worker before the student's code, if the task forbids anything. Covered: an audit
hook, which can't be removed (https://docs.python.org/3/library/sys.html#sys.addaudithook), stops
ctypes, the submission's own compiled modules, and running a library's module a second time to get
its original functions. A library's module that is imported in the ordinary way is treated right
after its import. Not covered: writes into this process's memory that raise no audit event, as
NumPy's array interface allows; see `forbidden`.
"""

from __future__ import annotations

import contextlib
import ctypes
import gc
import importlib.abc
import importlib.machinery
import os
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from types import CodeType, ModuleType
from typing import Any, NoReturn

from . import callables
from .callables import Callables
from .forbidden import ClosedLibrary, raising

_CTYPES = raising("Python's `ctypes`", ClosedLibrary)
_COMPILED = raising("a compiled module that is no library of the grader's")
_AGAIN = raising("a library's module once more")
_MEMORY = raising("a write into its own process")
# Offsets of tp_call and tp_new in PyTypeObject, the same in every Python 3:
# https://docs.python.org/3/c-api/typeobj.html
_TP_CALL, _TP_NEW = 16 * ctypes.sizeof(ctypes.c_void_p), 39 * ctypes.sizeof(ctypes.c_void_p)
_WRITING = os.O_WRONLY | os.O_RDWR
_FAR = 6  # the most frames between a module's code and the loader that runs it


def watch_imports(forbidden: Callables) -> None:
    """Make what is forbidden in modules that are imported later raise too."""
    sys.meta_path.insert(0, _Finder(forbidden))


class Doors:
    """The open doors of a process, to be closed in a fork of it."""

    def __init__(self, forbidden: Callables, libraries: Sequence[str]) -> None:
        """Compiled modules may be imported only from `libraries`, which are folders."""
        self._hook = _hook(forbidden, tuple(f"{library}/" for library in libraries))

    def close(self) -> None:
        """Install the audit hook in this process, for it and all that it forks."""
        _close_function_pointers()
        sys.addaudithook(self._hook)


def _hook(forbidden: Callables, libraries: tuple[str, ...]) -> Callable[[str, Any], None]:
    paths = [root.replace(".", "/") for root in forbidden.roots]
    watched = tuple(f"{folder}{path}{end}" for folder in libraries for path in paths
                    for end in ("/", ".py"))  # fmt: skip

    def hook(event: str, args: Any) -> None:
        if event.startswith("ctypes."):
            _CTYPES()
        elif event == "sqlite3.load_extension":
            _COMPILED()
        elif event == "import":
            path = args[1]
            if isinstance(path, str) and not path.startswith(libraries):
                _COMPILED()
        elif event == "open":
            path, _, flags = args
            if flags & _WRITING and isinstance(path, str | bytes) and _is_memory(path):
                _MEMORY()
        elif event in ("exec", "function.__new__"):
            code = args[0]
            if (
                watched
                and isinstance(code, CodeType)
                and code.co_filename.startswith(watched)
                and not _is_ordinary()
            ):
                _AGAIN()

    return hook


def _is_memory(path: str | bytes) -> bool:
    """Whether the path is a process's memory, /proc/*/mem. In `namespaces` it is also read-only."""
    where = os.fsdecode(os.path.realpath(path))
    return where.startswith("/proc/") and where.endswith("/mem")


def _is_ordinary() -> bool:
    """Whether our own loader, rather than other code, runs this module."""
    frame = sys._getframe(2)
    for _ in range(_FAR):
        if frame.f_code is _Loader.exec_module.__code__:
            return True
        if frame.f_back is None:
            return False
        frame = frame.f_back
    return False


class _Finder(importlib.abc.MetaPathFinder):
    """Finds modules through the other finders, and wraps the loaders of those to be treated."""

    def __init__(self, forbidden: Callables) -> None:
        self._forbidden = forbidden
        self._importing = threading.local()

    def find_spec(
        self, name: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        if not self._forbidden.concerns(name):
            return None
        for finder in sys.meta_path:
            if finder is self or not hasattr(finder, "find_spec"):
                continue
            spec = finder.find_spec(name, path, target)
            if spec is not None:
                if spec.loader is not None:
                    spec.loader = _Loader(self, spec.loader)
                return spec
        return None

    @contextlib.contextmanager
    def treated(self, module: ModuleType) -> Iterator[None]:
        """Treat modules when the outermost import ends: until then a library may call itself."""
        state = self._importing
        state.modules = [*getattr(state, "modules", []), module]
        state.depth = getattr(state, "depth", 0) + 1
        try:
            yield
        finally:
            state.depth -= 1
            if not state.depth:
                modules, state.modules = state.modules, []
                callables.deny(self._forbidden, modules)


class _Loader(importlib.abc.Loader):
    """Wraps another loader, and has its module treated after it has run."""

    def __init__(self, finder: _Finder, loader: Any) -> None:
        self._finder, self._loader = finder, loader

    def create_module(self, spec: importlib.machinery.ModuleSpec) -> ModuleType | None:
        made: ModuleType | None = self._loader.create_module(spec)
        return made

    def exec_module(self, module: ModuleType) -> None:
        # Restore the original loader, because other code asks a module's loader for its source.
        module.__loader__ = self._loader
        if module.__spec__ is not None:
            module.__spec__.loader = self._loader
        with self._finder.treated(module):
            self._loader.exec_module(module)


def _close_function_pointers() -> None:
    """Make every kind of function pointer of ctypes raise, when one is made or called.

    The audit hook sees libraries and symbol names; a pointer to a bare address raises no event.
    """
    kind = ctypes.CFUNCTYPE(None).__mro__[1]  # their common base class: _ctypes.CFuncPtr
    slots = _Raising.__dict__
    todo, found = [kind.__mro__[0]], []
    while todo:
        found.append(todo.pop())
        todo += found[-1].__subclasses__()
    call = ctypes.c_void_p.from_address(id(_Raising) + _TP_CALL).value
    new = ctypes.c_void_p.from_address(id(_Raising) + _TP_NEW).value
    for each in found:
        # A native type's attributes are read-only, but they lie in an ordinary dict.
        (attributes,) = [d for d in gc.get_referents(each.__dict__) if isinstance(d, dict)]
        attributes.update({name: slots[name] for name in ("__call__", "__new__")})
    modified = ctypes.pythonapi.PyType_Modified
    for each in found:
        modified(ctypes.py_object(each))
    for each in found:
        ctypes.c_void_p.from_address(id(each) + _TP_CALL).value = call
        ctypes.c_void_p.from_address(id(each) + _TP_NEW).value = new


class _Raising:
    """The methods that a closed kind of function pointer gets: they raise."""

    def __new__(cls, *args: object, **kwargs: object) -> NoReturn:
        _CTYPES()

    def __call__(self, *args: object, **kwargs: object) -> NoReturn:
        _CTYPES()
