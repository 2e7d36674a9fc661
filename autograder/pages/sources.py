"""A function of a student's as text, to be read beside another's."""

from __future__ import annotations

import ast
from collections.abc import Mapping

MAX_LINES = 45


def function_in(files: Mapping[str, bytes], file: str, function: str) -> str:
    """The function or class in a student's file, cut at some length; '' if it is not there."""
    text = files.get(file, b"").decode("utf-8", "replace")
    try:
        tree = ast.parse(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return ""
    kinds = (ast.FunctionDef, ast.ClassDef)
    found = [node for node in tree.body if isinstance(node, kinds) and node.name == function]
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


def _docstring(node: ast.FunctionDef | ast.ClassDef) -> range:
    """The lines of the docstring, which everybody was given."""
    if ast.get_docstring(node) is None:
        return range(0)
    return range(node.body[0].lineno, (node.body[0].end_lineno or 0) + 1)
