"""Solutions → student_template: exactly what students start from, generated and kept in step."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from itertools import zip_longest
from pathlib import Path

from autograder.course.model import Assignment, Course
from autograder.errors import CourseError
from autograder.files.on_disk import files_below
from autograder.template import notebook, points_table
from autograder.template.stubs import ANSWER, render
from autograder.text.legible import quoted

__all__ = ["differences", "render", "stub", "template", "write"]

STUDENT_FILES = Path(__file__).with_name("given")  # check.py, and what comes with it
FACTS = "assignment.json"
OTTER_CASES = "tests/otter_cases.py"
OTTER_TESTS = '''\
"""The tests of `check.py {name}`, for otter's `grader.check` in a notebook."""

import sys

from otter.test_files import test_case

sys.path.insert(0, "tests")

from otter_cases import cases_of

OK_FORMAT = False
name = "{name}"

globals().update(cases_of(name, test_case))
'''


def template(course: Course, assignment: Assignment) -> Mapping[str, bytes]:
    """Relative path → content of all that students get. Raises `CourseError`."""
    files: dict[str, bytes] = {}
    for name, path, content in _sources(course, assignment):
        if name in files:
            raise CourseError(
                f"{_shown(course, path)}:1: students already get another {name}; "
                "rename one of them."
            )
        files[name] = content
    if OTTER_CASES in files:
        for task in assignment.checked_tasks():
            if f"tests/test_{task.name}.py" in files:
                files[f"tests/otter/{task.name}.py"] = OTTER_TESTS.format(name=task.name).encode()
    if points_table.README in files:
        readme = files[points_table.README].decode(errors="replace")
        files[points_table.README] = points_table.filled_in(readme, assignment, files).encode()
    if course.lesson_file(assignment).is_file():
        files[notebook.file_name(assignment)] = notebook.build(course, assignment, files)
        files[notebook.READABLE_LESSON] = notebook.readable_lesson(course, assignment, files)
    files[FACTS] = _facts(course, assignment, files)
    return dict(sorted(files.items()))


def write(course: Course, assignment: Assignment) -> None:
    """Write student_template/<assignment>/, and remove everything else in it."""
    folder = course.template_folder(assignment)
    wanted = template(course, assignment)
    for name, path in files_below(folder).items():
        if name not in wanted:
            path.unlink()
            _remove_empty(path.parent, folder)
    for name, content in wanted.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if not path.is_file() or path.read_bytes() != content:
            path.write_bytes(content)


def differences(course: Course, assignment: Assignment) -> tuple[str, ...]:
    """A sentence for each file that differs from what `write` would write."""
    folder = course.template_folder(assignment)
    wanted, present = template(course, assignment), files_below(folder)
    sentences = []
    for name in sorted({*wanted, *present}):
        called = course.shown(folder / name)
        if name not in present:
            sentences.append(f"{called} is missing.")
        elif name not in wanted:
            sentences.append(f"{called} is superfluous: nothing in the course makes it.")
        elif (content := present[name].read_bytes()) != wanted[name]:
            sentences.append(f"{called} differs: {_first_difference(content, wanted[name])}")
    return tuple(sentences)


def _sources(course: Course, assignment: Assignment) -> Iterator[tuple[str, Path, bytes]]:
    """Name in the template, where the file comes from, and its content."""
    for name, path in files_below(course.solution_folder(assignment)).items():
        if "/" not in name:
            yield name, path, stub(course, path).encode()
    for name, path in _given(course, assignment).items():
        yield name, path, path.read_bytes()
    for path in sorted(course.visible_folder(assignment).glob("test_*.py")):
        yield f"tests/{path.name}", path, path.read_bytes()
    for path in sorted(course.visible_folder(assignment).glob("hints_*.md")):
        yield f"tests/{path.name}", path, path.read_bytes()


def _given(course: Course, assignment: Assignment) -> Mapping[str, Path]:
    """The files that students get as they are. A file of the assignment takes the place of one
    that the course gives in all of them, and that the place of one of the engine.
    """
    ours = files_below(STUDENT_FILES) if course.check_py else {}
    shared = files_below(course.shared_given_folder())
    return {**ours, **shared, **files_below(course.given_folder(assignment))}


def stub(course: Course, path: Path) -> str:
    """The stub of a solution. Raises `CourseError`."""
    try:
        source = path.read_bytes().decode()
    except UnicodeDecodeError:
        raise CourseError(f"{course.shown(path)}:1: this is not UTF-8; save it as UTF-8.") from None
    return render(source, course.shown(path))


def _shown(course: Course, path: Path) -> str:
    return course.shown(path) if path.is_relative_to(course.root) else path.name


def _facts(course: Course, assignment: Assignment, files: Mapping[str, bytes]) -> bytes:
    """The facts of an assignment for check.py, as JSON; nothing in it is secret."""
    tasks = [
        {
            "name": task.name,
            "file": task.file,
            "points": task.points,
            "graded_by": task.graded_by,
            **({"bonus": True} if task.bonus else {}),
            "questions": files[task.file].decode().count(ANSWER),
            "asked": files[task.file].decode().split(ANSWER) if task.graded_by == "person" else [],
            "stub": files[task.file].decode(),
            "given_as": hashlib.sha256(files[task.file]).hexdigest()[:16],
            **({"training": task.training.model_dump()} if task.training else {}),
            **({"forbidden": task.forbidden} if task.forbidden != assignment.forbidden else {}),
        }
        for task in assignment.tasks
    ]
    facts = {
        "assignment": assignment.name,
        "title": assignment.title,
        "tasks": tasks,
        "optional": [
            name for task in assignment.tasks if task.training for name in task.training.checkpoints
        ],
        "given": sorted({*files, FACTS} - {*assignment.task_files}),
        "most": course.intake.model_dump(),
        "forbidden": assignment.forbidden,
        "limits": {
            "call_seconds": course.limits.call_seconds,
            "task_seconds": course.limits.cpu_seconds,
        },
    }
    return (json.dumps(facts, indent=2, ensure_ascii=False) + "\n").encode()


def _remove_empty(folder: Path, top: Path) -> None:
    """Remove `folder` and those above it, as long as they are empty and below `top`."""
    while folder != top and not any(folder.iterdir()):
        folder.rmdir()
        folder = folder.parent


def _first_difference(present: bytes, wanted: bytes) -> str:
    """The first line that differs, where both are text."""
    try:
        pairs = zip_longest(present.decode().split("\n"), wanted.decode().split("\n"))
    except UnicodeDecodeError:
        return "its bytes are others."
    for number, (actual, right) in enumerate(pairs, start=1):
        if actual is None:
            return f"line {number} is missing: {quoted(right)}."
        if right is None:
            return f"line {number} is too much: {quoted(actual)}."
        if actual != right:
            return f"line {number} is {quoted(actual)}; it should be {quoted(right)}."
    raise AssertionError("different bytes, the same lines")
