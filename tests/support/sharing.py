"""How the tests are shared out among the workers of pytest-xdist: `--dist loadfile`, but better.

The tests of a file are run by one worker, for they share what their fixtures have made, unless they
are marked otherwise: `slow(seconds, per="test")` says how long each of them takes, and that any
worker may run it; with `per="parameter"`, those belong together whose id begins with the same
parameter. What takes longest begins first, lest one worker be busy with it when all others are
done.
"""

from __future__ import annotations

import ast
import functools
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

WHOLE_FILE = ""  # in place of a test's name


def workers() -> int:
    """How many share the tests: more than there are cores, for many tests wait for a time limit."""
    return len(os.sched_getaffinity(0)) * 3 // 2 if hasattr(os, "sched_getaffinity") else 2


def slow_first(items: list[pytest.Item]) -> None:
    """Put what takes longest first."""
    items.sort(key=_seconds_of, reverse=True)


def scheduler(config: pytest.Config, log: Any) -> Any:
    """Shares out in this way; None where xdist was told another one."""
    if config.getoption("dist") != "loadfile":
        return None
    from xdist.scheduler import LoadScopeScheduling  # noqa: PLC0415 - only there with -n

    class SharedOut(LoadScopeScheduling):  # type: ignore[misc]  # xdist may be missing
        def _split_scope(self, nodeid: str) -> str:
            return belongs_to(nodeid, config.rootpath)

    config.option.loadscopereorder = False  # or it would sort by how many tests there are
    return SharedOut(config, log)


def belongs_to(nodeid: str, root: Path) -> str:
    """The name of what is run by one worker, of which the test is a part."""
    file, _, test = nodeid.partition("::")
    marked = _shares_of(root / file)
    name, _, parameters = test.partition("[")
    per = marked.get(name, marked.get(WHOLE_FILE, "file"))
    if per == "test":
        return nodeid
    return f"{file}::{parameters.rstrip(']').partition('-')[0]}" if per == "parameter" else file


def _seconds_of(item: pytest.Item) -> float:
    mark = item.get_closest_marker("slow")
    return float(mark.args[0]) if mark else 0.0


@functools.cache
def _shares_of(path: Path) -> Mapping[str, str]:
    """What `per` is in the marks of a file: the name of a test → "file", "test" or "parameter".

    Read and not asked, because the process that shares the tests out does not import them.
    """
    found = {}
    for statement in ast.parse(path.read_text(encoding="utf-8")).body:
        name, marks = WHOLE_FILE, list[ast.AST]()
        if isinstance(statement, ast.FunctionDef):
            name, marks = statement.name, list(statement.decorator_list)
        elif isinstance(statement, ast.Assign) and ast.unparse(statement.targets) == "pytestmark":
            marks = list(ast.walk(statement.value))
        for per in filter(None, map(_per, marks)):
            found[name] = per
    return found


def _per(mark: ast.AST) -> str:
    """What a mark `slow` says, or an empty text if it is none."""
    if not isinstance(mark, ast.Call) or ast.unparse(mark.func) != "pytest.mark.slow":
        return ""
    said = {each.arg: ast.literal_eval(each.value) for each in mark.keywords}
    return str(said.get("per", "file"))
