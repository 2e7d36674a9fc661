"""Finds faults of hidden checks without running them: in titles, names, weights, visibility."""

from __future__ import annotations

import ast
import math
from collections.abc import Iterator
from pathlib import Path

from autograder.course.faults import CourseFault
from autograder.results import Visibility


def faults(grader: Path, name: str) -> Iterator[CourseFault]:
    """The faults in a grader module, reported under `name`. Not Python: see `declared_options`."""
    try:
        tree = ast.parse(grader.read_bytes(), filename=name)
    except (OSError, SyntaxError, ValueError):
        return
    yield from _in_body(tree.body, name)
    for node in tree.body:
        if isinstance(node, ast.ClassDef) and node.name.startswith("Test"):
            yield from _in_body(node.body, name)


def _in_body(body: list[ast.stmt], name: str) -> Iterator[CourseFault]:
    first: dict[str, int] = {}
    for node in body:
        if not (isinstance(node, ast.FunctionDef) and node.name.startswith("test")):
            continue
        subject = f"check {node.name!r}"
        if node.name in first:
            sentence = f"{subject} is defined twice (first in line {first[node.name]})"
            yield CourseFault(name, node.lineno, f"{sentence}; only this one would run. Rename it.")
        first.setdefault(node.name, node.lineno)
        if not (ast.get_docstring(node) or "").strip():
            sentence = f"{subject} has no docstring; it is the sentence that the student reads."
            yield CourseFault(name, node.lineno, sentence)
        for decorator in node.decorator_list:
            if sentence := _mark_fault(decorator):
                yield CourseFault(name, decorator.lineno, sentence)


def _mark_fault(decorator: ast.expr) -> str:
    """What is wrong with `@pytest.mark.weight(…)` or `@pytest.mark.visibility(…)`."""
    call = decorator if isinstance(decorator, ast.Call) else None
    mark = ast.unparse(call.func if call else decorator)
    if mark not in ("pytest.mark.weight", "pytest.mark.visibility"):
        return ""
    values = [_value(argument) for argument in call.args] if call and not call.keywords else []
    if mark == "pytest.mark.weight":
        return "" if len(values) == 1 and is_weight(values[0]) else WEIGHT
    return "" if len(values) == 1 and is_visibility(values[0]) else VISIBILITY


WEIGHT = "a weight should be a number greater than 0, such as @pytest.mark.weight(2)."
VISIBILITY = f"visibility should be one of {', '.join(Visibility)}."
UNKNOWN = object()  # a value that is known only when the module runs


def is_weight(value: object) -> bool:
    """Whether the value is a valid weight: a finite number above 0."""
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return value is UNKNOWN or (is_number and math.isfinite(value) and value > 0)  # type: ignore[arg-type,operator]


def is_visibility(value: object) -> bool:
    """Whether the value is one of the allowed words."""
    return value is UNKNOWN or value in list(Visibility)


def _value(node: ast.expr) -> object:
    try:
        return ast.literal_eval(node)
    except (ValueError, TypeError):
        return UNKNOWN if isinstance(node, ast.Name | ast.Attribute | ast.Call) else None
