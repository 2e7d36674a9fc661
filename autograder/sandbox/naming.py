"""Finds patterns of `forbidden` that match nothing, without denying anything.

It imports the libraries that are named, which takes seconds, so `verify` alone asks. Whenever a
zygote starts, `inside.unmatched` finds those patterns of torch's operators that match nothing.
"""

from __future__ import annotations

import importlib
import importlib.util
import pkgutil
from collections.abc import Iterable, Iterator, Sequence
from types import ModuleType

from autograder.sandbox.inside.callables import Callables
from autograder.sandbox.inside.forbidden import is_operator, operators

DECOMPOSITIONS = ("torch._decomp", "torch._decomp.decompositions", "torch._refs")


def naming_nothing(patterns: Sequence[str]) -> list[str]:
    """The patterns that match no operator and no callable on this machine.

    Names in a library that is not installed are left out, since no student can call them either.
    Imports the libraries that are named, and torchvision, which registers its operators on import.
    """
    if patterns:
        importlib.import_module("torchvision")
    return [pattern for pattern in patterns if not _names_anything(pattern)]


def _names_anything(pattern: str) -> bool:
    forbidden = Callables([pattern])
    if is_operator(pattern):
        if next(operators([pattern]), None):
            return True
        modules: Iterable[ModuleType] = map(importlib.import_module, DECOMPOSITIONS)
    else:
        library = pattern.partition(".")[0]
        if not library.isidentifier():
            return False
        if importlib.util.find_spec(library) is None:
            return True
        modules = _below(forbidden.roots[0]) if forbidden.roots else _above(pattern)
    return any(next(forbidden.found_in(module), None) for module in modules)


def _above(name: str) -> Iterator[ModuleType]:
    """The modules that may define a callable of this name."""
    parts = name.split(".")
    for count in range(1, len(parts)):
        if (module := _imported(".".join(parts[:count]))) is not None:
            yield module


def _below(root: str) -> Iterator[ModuleType]:
    """A module and, if it is a package, the modules directly in it."""
    if (module := _imported(root)) is None:
        return
    yield module
    for found in pkgutil.iter_modules(getattr(module, "__path__", ())):
        below = None if found.name == "__main__" else _imported(f"{root}.{found.name}")
        if below is not None:
            yield below


def _imported(name: str) -> ModuleType | None:
    try:
        return importlib.import_module(name)
    except ImportError:  # the last part of a dotted name may be a class, not a module
        return None
