"""Reads the options that a grader module declares from its source, without running it.

A grader declares at module level, as a literal, `OPTIONS = {"orientation": ("either", "strict")}`;
the first choice is the default.
"""

from __future__ import annotations

import ast
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType

from autograder.course.faults import CourseFault

# Option → its choices, default first.
Choices = Mapping[str, tuple[str, ...]]

NAME = "OPTIONS"
EXAMPLE = 'OPTIONS = {"orientation": ("either", "strict")}'


@dataclass(frozen=True)
class Declared:
    """What a grader declares, or the fault because of which it can't be read."""

    choices: Choices = field(default_factory=dict)
    fault: CourseFault | None = None


def read(grader: Path, name: str) -> Declared:
    """The options of a grader module; a missing file declares none.

    A fault is reported under `name`.
    """
    if not grader.is_file():
        return Declared()
    try:
        tree = ast.parse(grader.read_bytes(), filename=name)
    except SyntaxError as error:
        sentence = f"this is not Python ({error.msg}); correct it."
        return Declared(fault=CourseFault(name, error.lineno or 1, sentence))
    except ValueError:
        return Declared(fault=CourseFault(name, 1, "this is not Python: it holds null bytes."))
    for statement in tree.body:
        value = _assigned(statement)
        if value is not None:
            return _literal(value, name)
    return Declared()


def _assigned(statement: ast.stmt) -> ast.expr | None:
    """The right-hand side if the statement assigns to OPTIONS; None if it does not."""
    match statement:
        case ast.Assign(targets=[ast.Name(id=target)], value=value) if target == NAME:
            return value
        case ast.AnnAssign(target=ast.Name(id=target), value=value) if target == NAME:
            return value
    return None


def _literal(value: ast.expr, name: str) -> Declared:
    """The options in `value`, which must be a literal dict of str to a tuple of str."""
    try:
        written = ast.literal_eval(value)
    except (ValueError, TypeError):  # not a literal, or a dict with unhashable keys
        written = None
    if isinstance(written, dict) and all(map(_is_option, written.items())):
        return Declared(MappingProxyType(written))
    sentence = f"OPTIONS should be a literal of texts, such as {EXAMPLE}."
    return Declared(fault=CourseFault(name, value.lineno, sentence))


def _is_option(item: tuple[object, object]) -> bool:
    option, choices = item
    return (
        isinstance(option, str)
        and isinstance(choices, tuple)
        and choices != ()
        and all(isinstance(choice, str) for choice in choices)
    )
