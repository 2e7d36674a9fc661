"""Knows which sentences a course contains word for word: only those may be shown to students.

A sentence that a check puts together may contain what a submission chose, and so hidden inputs.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from pathlib import Path

from autograder.errors import Ours


class Written:
    """All string literals in some Python files."""

    def __init__(self, files: Iterable[Path]) -> None:
        self._texts = frozenset(
            text for file in files for text in _whole(ast.parse(file.read_bytes()))
        )

    def holds(self, sentence: str) -> bool:
        """Whether the sentence is one of the literals, or is `Ours`."""
        return isinstance(sentence, Ours) or sentence in self._texts


def _whole(node: ast.AST) -> Iterator[str]:
    """The string literals below a node, except the pieces of f-strings and sums."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    if not isinstance(node, ast.JoinedStr | ast.BinOp):
        for child in ast.iter_child_nodes(node):
            yield from _whole(child)
