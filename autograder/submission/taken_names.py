"""Submitted modules that no import finds, or that hide a module which the tasks need."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from importlib.machinery import BuiltinImporter, FrozenImporter, PathFinder

from autograder.text.legible import quoted

IMPORTS = re.compile(rb"^[ \t]*(?:import|from)[ \t]+(\w+)", re.MULTILINE)


def about(files: Mapping[str, bytes], stubs: Mapping[str, bytes]) -> Iterator[str]:
    """A note for each module or package at the top whose name is that of another module.

    `stubs` are the files asked for, as students were given them.
    """
    # A file asked for is what the tasks import by that name, wherever else one of that name lies.
    needed = imported(stubs) - {_outermost(file) for file in stubs}
    packages = {file.partition("/")[0] for file in files if file.endswith("/__init__.py")}
    folders = {file.partition("/")[0] for file in files if "/" in file and file.endswith(".py")}
    for folder in sorted((folders - packages) & imported(files)):
        if _is_installed(folder):
            yield (
                f"The name {quoted(folder)} is taken: there is a module of that name, and Python "
                "finds it before a folder without an '__init__.py'. Rename yours."
            )
    for file in files:
        name, _, rest = file.partition("/")
        module = name.removesuffix(".py")
        is_module = not rest and name.endswith(".py")
        if (is_module or rest == "__init__.py") and (
            BuiltinImporter.find_spec(module) or FrozenImporter.find_spec(module)
        ):
            yield (
                f"The name {quoted(name)} is taken: Python has a module of that name, and always "
                "finds its own. Rename yours."
            )
        elif (is_module or rest == "__init__.py") and module in needed and _is_installed(module):
            yield (
                f"{quoted(file)} hides the module {module}, which the tasks import: `import "
                f"{module}` finds yours. Rename it."
            )


def imported(files: Mapping[str, bytes]) -> set[str]:
    """The outermost modules that the Python files import."""
    sources = (data for file, data in files.items() if file.endswith(".py"))
    return {name.decode() for source in sources for name in IMPORTS.findall(source)}


def _outermost(file: str) -> str:
    """The name by which a module, or the package that holds it, is imported."""
    return file.partition("/")[0].removesuffix(".py")


def _is_installed(module: str) -> bool:
    """Whether it is a module of Python's or of an installed library."""
    found = PathFinder.find_spec(module)
    return bool(BuiltinImporter.find_spec(module) or (found and found.origin))
