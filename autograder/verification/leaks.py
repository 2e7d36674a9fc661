"""Searches public files for secrets: names and values in hidden files, solutions, and seeds."""

from __future__ import annotations

import ast
import itertools
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from autograder.course.model import Assignment, Course
from autograder.files.on_disk import files_below
from autograder.template import build

# Shorter ones are ordinary words, small numbers, or lines that anybody would write.
NAME, VALUE, LINES = 12, 5, 40
# An assignment's folders for staff. `given` and `visible` are public.
STAFF_FOLDERS = ("graders", "misconceptions", "right_answers", "calibration")


@dataclass(frozen=True)
class Secret:
    """A text that public files must not contain, the kind of secret that it is, and its line."""

    kind: str
    text: str
    line: int = 0


def for_students(course: Course, files: Mapping[str, bytes]) -> Iterator[str]:
    """A sentence for each secret of any assignment in `files` for students: name → bytes."""
    secrets = [each for other in course.assignments.values() for each in secrets_of(course, other)]
    return _found([*secrets, Secret("the course's seed", course.seed)], files)


def of_others(course: Course, assignment: Assignment, files: Mapping[str, bytes]) -> Iterator[str]:
    """A sentence for each secret of other assignments in `files` that grade this one."""
    others = [each for each in course.assignments.values() if each.name != assignment.name]
    own = {each.text for each in secrets_of(course, assignment)}
    secrets = [each for other in others for each in secrets_of(course, other)]
    theirs = [each for each in secrets if each.text not in own]
    return _found([*theirs, Secret("the course's seed", course.seed)], files)


def secrets_of(course: Course, assignment: Assignment) -> Iterator[Secret]:
    """Everything about an assignment that students must not know, as texts to search for."""
    yield Secret(f"the seed of {assignment.name}", assignment.seed)
    solutions = files_below(course.solution_folder(assignment)).values()
    stubs = {path: build.stub(course, path) for path in solutions}
    asked_for = {name for stub in stubs.values() for name in _defined(stub)}
    for folder in STAFF_FOLDERS:
        for path in files_below(course.assignment_folder(assignment) / folder).values():
            if path.suffix == ".py":
                found = _in_module(course.shown(path), path.read_text(encoding="utf-8"))
                yield from (secret for secret in found if secret.text not in asked_for)
    for path, stub in stubs.items():
        yield from _in_solution(course.shown(path), path, stub)


def _defined(source: str) -> dict[str, int]:
    """The names of the functions that a module defines → line; empty if it is not Python."""
    try:
        tree = ast.parse(source)
    except SyntaxError:
        return {}
    return {node.name: node.lineno for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}


def _in_module(name: str, source: str) -> Iterator[Secret]:
    """The names that a module defines, and its literal values except docstrings."""
    for defined, line in _defined(source).items():
        if len(defined) >= NAME and "_" in defined:
            yield Secret(f"a name of {name}", defined, line)
    tree = ast.parse(source)
    told = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
        and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and id(node) not in told and _is_telling(node.value):
            yield Secret(f"a value of {name}", str(node.value), node.lineno)


def _is_telling(value: object) -> bool:
    """Whether a value is a number that nobody guesses. Texts are excluded: students read them."""
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return is_number and len(re.sub(r"\D|^0+|0+$", "", str(value))) >= VALUE


def _in_solution(name: str, path: Path, stub: str) -> Iterator[Secret]:
    """Each pair of consecutive lines of a solution that its stub does not contain."""
    given, own = set(_lines(stub)), _lines(path.read_text(encoding="utf-8"))
    for pair in itertools.pairwise(own):
        text = "\n".join(pair)
        if len(text) >= LINES and given.isdisjoint(pair) and "SOLUTION" not in text:
            yield Secret(f"two lines of {name}", text)


def _lines(text: str) -> list[str]:
    return [line for line in map(str.strip, text.splitlines()) if line]


def _found(secrets: Iterable[Secret], files: Mapping[str, bytes]) -> Iterator[str]:
    unique = {secret.text: secret for secret in secrets}
    for name, data in files.items():
        text = _text(name, data)
        for secret in unique.values():
            if secret.text in text:
                # Say where, and show only its beginning: who reads this may not know the secrets.
                there = f", line {secret.line}" if secret.line else ""
                yield (
                    f"{name}{_line_of(secret, name, data)} holds {secret.kind}{there} "
                    f"({secret.text[:4]}…).{_in_longer(secret, text)}"
                )


def _line_of(secret: Secret, name: str, data: bytes) -> str:
    """The first line of a file with a secret, in words; of a notebook, a person knows none."""
    first = secret.text.splitlines()[0] if secret.text else ""
    lines = () if name.endswith(".ipynb") else data.decode(errors="replace").splitlines()
    return next((f", line {n}," for n, line in enumerate(lines, start=1) if first in line), "")


def _in_longer(secret: Secret, text: str) -> str:
    """A sentence, if the secret is there only as a part of longer names."""
    if re.search(rf"(?<!\w){re.escape(secret.text)}(?!\w)", text):
        return ""
    return " It is a part of a longer name there, which tells it as well: choose another."


def _text(name: str, data: bytes) -> str:
    """The text that a person reads in a file. For a notebook, its cells instead of its JSON."""
    text = data.decode(errors="replace")
    if name.endswith(".ipynb"):
        text = "\n".join("".join(cell["source"]) for cell in json.loads(text)["cells"])
    return "\n".join(_lines(text))
