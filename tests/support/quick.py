"""The quick run, `make test-quick`: every test that can do without torch, and is not slow.

Which tests need torch is found, not remembered: those whose file imports it, be it by way of other
files of ours, and those that use a fixture which starts a sandbox. Only a test that types a command
that imports torch has to be marked `torch`. That none is forgotten is seen by running them: to all
that the quick run starts, a torch that cannot be imported is the first one found.
"""

from __future__ import annotations

import ast
import functools
import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from support.paths import PROJECT, TESTS

LARGE = {"torch", "torchvision", "safetensors"}
# Each starts a sandbox, or is only asked for in order to start one.
STARTS_SANDBOX = {"tier", "zygotes", "toy_graders", "workbook_graders", "classroom"}
NO_TORCH = TESTS / "support" / "no_torch"


def forbid_torch() -> None:
    """Neither this process nor those that it starts can import torch from now on."""
    earlier = os.environ.get("PYTHONPATH", "")
    os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, (str(NO_TORCH), earlier)))
    sys.path.insert(0, str(NO_TORCH))


def needs_torch(item: pytest.Item) -> bool:
    """Whether a test imports torch itself, or starts what does."""
    fixtures = STARTS_SANDBOX & set(getattr(item, "fixturenames", ()))
    return bool(item.get_closest_marker("torch") or fixtures) or imports_torch(item.path)


@functools.cache
def imports_torch(path: Path) -> bool:
    """Whether importing this file, or what it imports, imports torch."""
    return any(
        name.partition(".")[0] in LARGE or any(map(imports_torch, _files_of(name)))
        for name in _imported(path)
    )


def _imported(path: Path) -> Iterator[str]:
    """The modules that are imported when a file is: not what waits in functions, or for types."""
    todo: list[ast.stmt] = list(ast.parse(path.read_text(encoding="utf-8")).body)
    while todo:
        statement = todo.pop()
        if isinstance(statement, ast.Import):
            yield from (alias.name for alias in statement.names)
        elif isinstance(statement, ast.ImportFrom):
            yield statement.module or ""
            yield from (f"{statement.module}.{alias.name}" for alias in statement.names)
        elif isinstance(statement, ast.If) and "TYPE_CHECKING" in ast.unparse(statement.test):
            todo += statement.orelse
        elif not isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef):
            todo += [each for each in ast.iter_child_nodes(statement) if isinstance(each, ast.stmt)]


def _files_of(name: str) -> Iterator[Path]:
    """The files of ours that have this name: of the engine, the tests, or given to students."""
    package, _, rest = name.partition(".")
    file = f"{name.replace('.', '/')}.py"
    if package in ("autograder", "support", "attacks"):
        yield from (root / file for root in (PROJECT, TESTS) if (root / file).is_file())
    elif not rest:
        yield from PROJECT.glob(f"assignments/*/given/{file}")
