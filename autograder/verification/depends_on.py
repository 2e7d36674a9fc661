"""What a measured accuracy, error or loss depends on, as one hash."""

from __future__ import annotations

import ast
import hashlib
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec

from autograder.course.model import Assignment, Course, Task
from autograder.course.training import Training
from autograder.files.on_disk import files_below

# Settings that change neither a training that ends in time nor its judgement, and the stated rate.
NO_MATTER = {"hand_in", "over_budget", "device", "false_fail_rate", "called"}
# Settings that had another name when the first networks were measured.
FIRST_NAMES = {"examples": "pictures", "more_examples": "more_pictures"}
GIVEN = re.compile(r"\bgiven\(\"(\w+)\"\)")  # how checks ask for a given module


def fingerprint(course: Course, assignment: Assignment, task: Task) -> str:
    """A hash of networks, examples, settings and measurement.

    The networks are the family and the solutions. The examples come from the given modules that the
    checks use. The settings are the task's `training` without `NO_MATTER`. The measurement is in
    the graders' files, without the checks of other tasks and the code that only names mistakes.
    Comments, docstrings and blank lines do not count. The engine does not count either: `verify`
    measures each network again.
    """
    folder = course.assignment_folder(assignment)
    graders = {
        name: path
        for name, path in files_below(folder / "graders").items()
        if not name.endswith("_suspicions.py")
        and (not name.startswith("test_") or name == f"test_{task.name}.py")
    }
    used = {f"{stem}.py" for path in graders.values() for stem in GIVEN.findall(_text(path))}
    given = {name: path for name, path in files_below(folder / "given").items() if name in used}
    parts = {
        "family": files_below(folder / "calibration" / "family"),
        "shared": files_below(folder / "calibration" / "shared"),
        "given": given,
        "graders": graders,
        "solutions": {
            each.file: course.solution_file(assignment, each) for each in assignment.checked_tasks()
        },
    }
    digest = hashlib.sha256()
    for part, files in parts.items():
        for name, path in sorted(files.items()):
            if path.suffix == ".py":
                digest.update(f"{part}/{name}\n{code_of(_text(path))}\n".encode())
    settings = _settings(task.training) if task.training else {}
    digest.update(msgspec.json.encode(settings, order="sorted"))
    return digest.hexdigest()


def _settings(training: Training) -> dict[str, Any]:
    """The settings that matter, under the names that they have in what was measured before."""
    dumped = training.model_dump(exclude=NO_MATTER, exclude_none=True)
    return {FIRST_NAMES.get(key, key): value for key, value in dumped.items()}


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8") if path.suffix == ".py" else ""


def code_of(text: str) -> str:
    """A module's source without comment lines, docstrings and blank lines."""
    left_out = set(_docstring_lines(ast.parse(text)))
    lines = enumerate(text.splitlines(), 1)
    kept = (line.rstrip() for number, line in lines if number not in left_out)
    return "\n".join(line for line in kept if line and not line.lstrip().startswith("#"))


def _docstring_lines(tree: ast.Module) -> Iterator[int]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef) and ast.get_docstring(
            node, clean=False
        ):
            first = node.body[0]
            yield from range(first.lineno, (first.end_lineno or first.lineno) + 1)
