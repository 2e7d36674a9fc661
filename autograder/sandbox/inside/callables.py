"""Forbidden Python callables: library functions that do a task's work are made to raise.

A name in `forbidden` with a dot is a callable: `numpy.convolve`, or a pattern such as
`scipy.signal.*` for everything defined below that module. If an operator of torch is forbidden, its
decompositions in Python are forbidden too, by name. Covered: a Python function gets a new body, so
that every reference to it raises. A native function can't be changed, so each place that holds it
gets a function that raises instead. A module that is imported later is treated after its import;
importing it is allowed. Not covered: native code reached in other ways (see `doors`), and a
submission's own copy of a library's source.
"""

from __future__ import annotations

import contextlib
import ctypes
import functools
import gc
import importlib.machinery
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from fnmatch import fnmatchcase
from types import CellType, CodeType, FunctionType, MethodDescriptorType, ModuleType
from typing import Any, NoReturn

from .forbidden import ForbiddenOperation, is_operator, raising

# The modules in which torch implements its operators in Python.
TORCHS_OWN = ("torch._decomp", "torch._refs", "torch._prims", "torch._inductor.decomposition")
TABLES = "global_decomposition_table"  # torch's dict from operators to these functions
WILDCARDS = "*?["


class Callables:
    """Decides which Python callables a task's patterns forbid."""

    def __init__(self, patterns: Sequence[str]) -> None:
        self._operators = [p for p in patterns if is_operator(p)]
        names = [p for p in patterns if not is_operator(p)]
        self._globs = [p for p in names if set(p) & set(WILDCARDS)]
        self._plain = [p for p in names if p not in self._globs]
        own = TORCHS_OWN if self._operators else ()
        self.roots = tuple(dict.fromkeys((*own, *map(_root, self._globs))))

    def concerns(self, module: str) -> bool:
        """Whether the module of this name may contain something forbidden."""
        return self.is_below_a_root(module) or any(p.startswith(f"{module}.") for p in self._plain)

    def is_below_a_root(self, module: str) -> bool:
        """Whether a pattern may match anything below the module of this name."""
        return any(module == root or module.startswith(f"{root}.") for root in self.roots)

    def found_in(self, module: ModuleType) -> Iterator[tuple[str, Any]]:
        """Pairs of full name and callable, for everything that is forbidden in a module."""
        name = module.__name__
        for pattern in self._plain:
            if pattern.startswith(f"{name}."):
                parts = pattern.removeprefix(f"{name}.").split(".")
                yield from ((pattern, part) for part in _parts(_lookup(module, parts)))
        if self.is_below_a_root(name):
            for full_name, thing in _members(module):
                if self._forbids(full_name):
                    for part in _parts(thing):
                        if _is_defined_in(part, module):
                            yield full_name, part
        for table in getattr(module, TABLES, {}).values():
            for operator, thing in table.items():
                base = str(operator).removeprefix("aten.").partition(".")[0]
                if any(fnmatchcase(base, pattern) for pattern in self._operators):
                    yield from ((f"{name}.{base}", part) for part in _parts(thing))

    def _forbids(self, full_name: str) -> bool:
        if any(fnmatchcase(full_name, pattern) for pattern in self._globs):
            return True
        module, _, name = full_name.rpartition(".")
        is_torchs = any(module == own or module.startswith(f"{own}.") for own in TORCHS_OWN)
        bare = name.lstrip("_")
        return is_torchs and any(
            fnmatchcase(name, pattern) or fnmatchcase(bare, pattern) for pattern in self._operators
        )


def deny(callables: Callables, modules: Iterable[ModuleType]) -> None:
    """Make what is forbidden in these modules raise, also where other modules refer to it."""
    native: dict[int, tuple[Any, Callable[..., NoReturn]]] = {}
    for module in modules:
        for full_name, part in list(callables.found_in(module)):
            raise_ = raising(spoken(full_name))
            if isinstance(part, FunctionType):
                _change_body(part, raise_)
            elif isinstance(part, MethodDescriptorType):
                _change_method(part, raise_)
            else:
                native[id(part)] = part, raise_
    if native:
        _replace(native)


def deny_everywhere(callables: Callables) -> None:
    """Apply `deny` to all modules that have been imported so far."""
    loaded = [module for module in list(sys.modules.values()) if isinstance(module, ModuleType)]
    deny(callables, [module for module in loaded if callables.concerns(module.__name__)])


def spoken(full_name: str) -> str:
    """The name for use in a sentence: `numpy.lib.convolve` → "numpy's `convolve`"."""
    library, _, rest = full_name.partition(".")
    parts = [part for part in rest.split(".") if not part.startswith("__")]
    is_method = len(parts) > 1 and parts[-2][:1].isupper()
    return f"{library}'s `{'.'.join(parts[-2:] if is_method else parts[-1:])}`"


def _root(pattern: str) -> str:
    """The module or package that contains everything the pattern may match."""
    first = min(pattern.index(mark) for mark in WILDCARDS if mark in pattern)
    return pattern[:first].rpartition(".")[0]


def _lookup(module: ModuleType, parts: list[str]) -> Any:
    """The object behind a dotted name; None if there is none. Triggers no lazy import."""
    thing: Any = module
    for part in parts:
        holders = thing.__mro__ if isinstance(thing, type) else (thing,)
        found = [
            vars(holder)[part] for holder in holders if part in getattr(holder, "__dict__", {})
        ]
        if not found and isinstance(thing, ModuleType):
            # A native module may not list its types among its attributes.
            known = object.__subclasses__()
            found = [kind for kind in known if _native_name(kind, thing) == part]
        if not found:
            return None
        thing = found[0]
    return thing


def _native_name(kind: type, module: ModuleType) -> str:
    is_its_own = _is_native_module(module) and kind.__module__ in (module.__name__, "builtins")
    return kind.__name__ if is_its_own else ""


def _is_native_module(module: ModuleType) -> bool:
    loader = getattr(module, "__loader__", None)
    return isinstance(loader, importlib.machinery.ExtensionFileLoader)


def _members(module: ModuleType) -> Iterator[tuple[str, Any]]:
    """Pairs of full name and object: a module's attributes, and those of its own classes."""
    for name, thing in list(vars(module).items()):
        full_name = f"{module.__name__}.{name}"
        if not isinstance(thing, type):
            yield full_name, thing
        elif thing.__module__ == module.__name__:
            for part, member in list(vars(thing).items()):
                if not isinstance(member, type):
                    yield f"{full_name}.{part}", member


def _is_defined_in(part: Any, module: ModuleType) -> bool:
    """Whether the module defines the callable, rather than imports it."""
    if not isinstance(part, FunctionType):
        owner = getattr(part, "__module__", None) or module.__name__
        return _is_native_module(module) and bool(owner == module.__name__)
    file = getattr(module, "__file__", None)
    return part.__module__ == module.__name__ or part.__code__.co_filename == file


def _parts(thing: Any) -> Iterator[Any]:
    """The callables inside a callable: itself, what it wraps, and a class's methods."""
    while True:
        if isinstance(thing, type):
            for method in vars(thing).values():
                yield from (part for part in _parts(method) if isinstance(part, FunctionType))
            return
        if isinstance(thing, classmethod | staticmethod):
            thing = thing.__func__
        elif isinstance(thing, property | functools.cached_property):
            thing = thing.fget if isinstance(thing, property) else thing.func
        elif isinstance(thing, FunctionType):
            yield thing
            thing = getattr(thing, "__wrapped__", None)
        elif wrapped := getattr(thing, "__wrapped__", None):
            thing = wrapped
        else:
            if callable(thing):
                yield thing
            return


def _body(*args: object, _raise: Callable[..., NoReturn], **kwargs: object) -> NoReturn:
    _raise()


def _change_body(function: FunctionType, raise_: Callable[..., NoReturn]) -> None:
    """Replace the body of a function. Every reference to the function then runs the new body."""
    code: CodeType = _body.__code__.replace(co_freevars=function.__code__.co_freevars)
    function.__code__ = code
    function.__defaults__, function.__kwdefaults__ = None, {"_raise": raise_}


def _change_method(method: MethodDescriptorType, raise_: Callable[..., NoReturn]) -> None:
    """Replace a method of a native type. Its `__dict__` is a read-only view of an ordinary dict,
    which the garbage collector finds.
    """
    kind = method.__objclass__
    (attributes,) = [d for d in gc.get_referents(kind.__dict__) if isinstance(d, dict)]
    attributes[method.__name__] = raise_
    # In a worker `doors` has closed ctypes. The type is then newly imported and has no cache yet.
    with contextlib.suppress(ForbiddenOperation):
        ctypes.pythonapi.PyType_Modified(ctypes.py_object(kind))


def _replace(native: dict[int, tuple[Any, Callable[..., NoReturn]]]) -> None:
    """Replace native callables in every module, dict, list and closure that refers to them."""
    for holder in gc.get_referrers(*(thing for thing, _ in native.values())):
        if isinstance(holder, dict):
            for key, value in list(holder.items()):
                if id(value) in native:
                    holder[key] = native[id(value)][1]
        elif isinstance(holder, list):
            holder[:] = [native[id(value)][1] if id(value) in native else value for value in holder]
        elif isinstance(holder, CellType):
            holder.cell_contents = native[id(holder.cell_contents)][1]
