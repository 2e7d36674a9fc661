"""A file without one of its statements, in which all others keep their lines."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass

SIMPLE = (ast.Assign, ast.AugAssign, ast.AnnAssign, ast.Expr)
MAX_LINES = 5000  # of a file


@dataclass(frozen=True)
class Left:
    """A statement of one line: its number, its text, and the file with `pass` in its place."""

    line: int
    text: str
    source: str


def statements_left_out(source: str) -> Iterator[Left]:
    """For each plain statement in a function, the file without it. Nothing if it is no Python."""
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return
    lines = source.split("\n")
    if len(lines) > MAX_LINES:
        return
    alone = _lines_of_one_statement(tree)
    functions = [n for n in ast.walk(tree) if isinstance(n, ast.FunctionDef)]
    found = {n.lineno: n for f in functions for n in ast.walk(f) if isinstance(n, SIMPLE)}
    for number, node in sorted(found.items()):
        if number != node.end_lineno or number not in alone or _is_text(node):
            continue
        line = lines[number - 1]
        indent = line[: len(line) - len(line.lstrip())]
        changed = [*lines[: number - 1], f"{indent}pass", *lines[number:]]
        yield Left(number, line.strip(), "\n".join(changed))


def _lines_of_one_statement(tree: ast.Module) -> set[int]:
    seen: dict[int, int] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.stmt):
            seen[node.lineno] = seen.get(node.lineno, 0) + 1
    return {line for line, count in seen.items() if count == 1}


def _is_text(node: ast.stmt) -> bool:
    """Whether it is a docstring, or another expression that does nothing."""
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
