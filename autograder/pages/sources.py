"""Which function is a student's to write, and its text, to be read beside another's."""

from __future__ import annotations

import ast
from collections.abc import Mapping

MAX_LINES = 45
KINDS = (ast.FunctionDef, ast.ClassDef)
TO_DO = "NotImplementedError"  # what a stub raises where something is to be written


def function_in(files: Mapping[str, bytes], file: str, function: str) -> str:
    """The function or class in a student's file, cut at some length; '' if it is not there."""
    text = files.get(file, b"").decode("utf-8", "replace")
    try:
        tree = ast.parse(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return ""
    found = [node for node in tree.body if isinstance(node, KINDS) and node.name == function]
    if not found:
        return ""
    lines = text.splitlines()
    shown = [
        line
        for number, line in enumerate(lines[: found[-1].end_lineno], 1)
        if number >= found[-1].lineno and number not in _docstring(found[-1])
    ]
    more = [f"… {len(shown) - MAX_LINES} more lines"] if len(shown) > MAX_LINES else []
    return "\n".join([*shown[:MAX_LINES], *more])


def to_write(stub: str, function: str) -> str:
    """The function or class that students write: `function`, or, where that is given to them and
    only calls what they write, the first such thing that it reaches in the task's stub.
    """
    parts = {node.name: node for node in ast.parse(stub).body if isinstance(node, KINDS)}
    waiting, seen = [function], set[str]()
    while waiting:
        name = waiting.pop(0)
        if name in seen or name not in parts:
            continue
        seen.add(name)
        names = [node.id for node in ast.walk(parts[name]) if isinstance(node, ast.Name)]
        if TO_DO in names:
            return name
        waiting += names
    return function


def defines(source: str, name: str) -> bool:
    """Whether the text of a module defines a function or class of this name."""
    return any(isinstance(node, KINDS) and node.name == name for node in ast.parse(source).body)


def _docstring(node: ast.FunctionDef | ast.ClassDef) -> range:
    """The lines of the docstring, which everybody was given."""
    if ast.get_docstring(node) is None:
        return range(0)
    return range(node.body[0].lineno, (node.body[0].end_lineno or 0) + 1)
