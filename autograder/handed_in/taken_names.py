"""Handed-in modules that no import finds, because Python looks at no folder for their names."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from importlib.machinery import BuiltinImporter, FrozenImporter

from autograder.handed_in.entries import shown


def about(files: Iterable[str]) -> Iterator[str]:
    """A remark for each module or package at the top that is called like one of Python's own."""
    for file in files:
        name, _, rest = file.partition("/")
        module = name.removesuffix(".py")
        is_module = not rest and name.endswith(".py")
        if (is_module or rest == "__init__.py") and (
            BuiltinImporter.find_spec(module) or FrozenImporter.find_spec(module)
        ):
            yield (
                f"The name {shown(name)} is taken: Python has a module of that name, and always "
                "finds its own. Rename yours."
            )
