"""Which sentences a course has written word for word: they quote nobody, so students may read them.

A sentence that a check puts together may hold what a submission chose, and what that was given.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from pathlib import Path

from autograder.errors import Ours


class Written:
    """All texts that stand in some files of Python, as they are."""

    def __init__(self, files: Iterable[Path]) -> None:
        self._texts = frozenset(
            text for file in files for text in _whole(ast.parse(file.read_bytes()))
        )

    def holds(self, sentence: str) -> bool:
        """Whether the sentence is the course's own, or is said to quote nothing (`Ours`)."""
        return isinstance(sentence, Ours) or sentence in self._texts


def _whole(node: ast.AST) -> Iterator[str]:
    """The texts below a node, but for the pieces of those that are put together."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    if not isinstance(node, ast.JoinedStr | ast.BinOp):
        for child in ast.iter_child_nodes(node):
            yield from _whole(child)
